package io.pulsefleet.e2e.fleet;

import io.pulsefleet.e2e.load.Connection;
import io.pulsefleet.e2e.load.Connection.Until;
import io.pulsefleet.e2e.load.Loop;
import io.pulsefleet.e2e.load.Reply;
import io.pulsefleet.e2e.load.Request;
import java.io.IOException;
import java.time.Duration;
import java.util.BitSet;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * One agent: visits, seals, registers, beats, ships, and takes no for an answer only where it is final. Lives on its loop's
 * thread.
 *
 * <p>(1) A visit leaves the spool only when the hub has acknowledged it. (2) 201 for what was acknowledged before, and 204
 * for what was never sent, are told as wrong.
 */
final class SimulatedAgent {

    private static final long BEAT_EVERY = Duration.ofSeconds(15).toNanos();

    private final Credentials credentials;
    private final Profile profile;
    private final Rules rules;
    private final Totals totals;
    private final Loop loop;
    private final Connection connection;
    private final SplittableRandom random;
    private final MemorySpool spool;
    private final BitSet offered = new BitSet(); // sent once, and perhaps taken without our knowing
    private final BitSet acknowledged = new BitSet();

    private boolean registered;
    private boolean started;
    private boolean reading;
    private int nextVisit;
    private long nextVisitAt;
    private long nextBeatAt;
    private long quietUntil;
    private long backlogQuietUntil;
    private Backoff backoff = Backoff.NONE;
    private long armed;

    /**
     * What holds for all of the fleet.
     */
    record Rules(String joinToken, Manners manners, long everyNanos, int backlog) {}

    SimulatedAgent(
            Credentials credentials, Profile profile, Rules rules, Totals totals, Loop loop, SplittableRandom random) {
        this.credentials = credentials;
        this.profile = profile;
        this.rules = rules;
        this.totals = totals;
        this.loop = loop;
        this.connection = loop.connection();
        this.random = random;
        this.spool = new MemorySpool(rules.backlog());
        this.nextVisit = rules.backlog();
        totals.sealedVisits.add(rules.backlog());
    }

    /** Makes itself known, as an agent that ran before. Reads nothing yet, and sends nothing else. */
    void register(long atNanoTime) {
        arm(atNanoTime);
    }

    /**
     * Reads, and sends. The agents' visits and beats are spread over their intervals.
     *
     * @param firstNanoTime of the first visit that is not backlog
     */
    void start(long firstNanoTime) {
        started = true;
        reading = true;
        nextVisitAt = firstNanoTime + random.nextLong(rules.everyNanos());
        nextBeatAt = firstNanoTime + random.nextLong(BEAT_EVERY);
        arm(rules.backlog() > 0 ? firstNanoTime : nextVisitAt);
    }

    Credentials credentials() {
        return credentials;
    }

    Profile profile() {
        return profile;
    }

    int visits() {
        return nextVisit;
    }

    int acknowledgedVisits() {
        return acknowledged.cardinality();
    }

    boolean hasAcknowledged(int visit) {
        return acknowledged.get(visit);
    }

    /** No network for so long; what is under way is cut. */
    void goQuiet(long untilNanoTime) {
        quietUntil = untilNanoTime;
        connection.cut();
        arm(quietUntil);
    }

    /** No visits any more; outages end, and what waits is delivered, the late data too. */
    void finish() {
        reading = false;
        quietUntil = Math.min(quietUntil, System.nanoTime() + random.nextLong(BEAT_EVERY));
        spool.releaseHeldBack();
        work();
    }

    private void arm(long nanoTime) {
        if (armed == 0 || nanoTime - armed < 0) {
            armed = nanoTime;
            loop.at(nanoTime, () -> wake(nanoTime));
        }
    }

    private void wake(long nanoTime) {
        if (armed == nanoTime) { // an earlier one was armed later and has done its work
            armed = 0;
            visitWhenDue();
            work();
        }
    }

    private void visitWhenDue() {
        while (reading && nextVisitAt - System.nanoTime() <= 0) {
            if (random.nextDouble() < rules.manners().late()) {
                spool.sealHeldBack(nextVisit);
            } else {
                spool.seal(nextVisit);
            }
            totals.sealedVisits.increment();
            nextVisit++;
            nextVisitAt += rules.everyNanos();
            if (random.nextDouble() < rules.manners().outage()) {
                beginOutage();
            }
        }
    }

    private void beginOutage() {
        spool.releaseHeldBack();
        goQuiet(System.nanoTime()
                + random.nextLong(rules.manners().longestOutage().toNanos() + 1));
    }

    /** Does what is next, as long as nothing is under way; else whoever is answered calls again. */
    private void work() {
        if (connection.isBusy()) {
            return;
        }
        var now = System.nanoTime();
        if (quietUntil - now <= 0) {
            if (!registered) {
                send(credentials.registration(rules.joinToken()), Until.ANSWERED, this::registered);
            } else if (started && nextBeatAt - now <= 0) {
                nextBeatAt = now + BEAT_EVERY;
                send(credentials.beat(spool.size()), Until.ANSWERED, this::beaten);
            } else if (started) {
                shipNext(now);
            }
        }
        armNext(now);
    }

    private void armNext(long now) {
        if (reading) {
            arm(nextVisitAt);
        }
        if (connection.isBusy()) {
            return;
        }
        if (quietUntil - now > 0) {
            arm(quietUntil);
        } else if (spool.hasBacklog() && backlogQuietUntil - now > 0) {
            arm(backlogQuietUntil);
        }
    }

    private void shipNext(long now) {
        spool.take(backlogQuietUntil - now <= 0)
                .ifPresent(offer -> new Delivery(offer).send(profile.body(offer.visit())));
    }

    private void send(Request request, Until until, Consumer<Reply> then) {
        connection.send(request, until, new Connection.Asker() {
            @Override
            public void answered(Reply reply) {
                then.accept(reply);
                work();
            }

            @Override
            public void lost(IOException why) {
                fail(-1);
                work();
            }
        });
    }

    private void registered(Reply reply) {
        if (reply.status() == 200 || reply.status() == 201) {
            registered = true;
            backoff = Backoff.NONE;
            totals.registered.increment();
        } else {
            failWith(reply, "register");
        }
    }

    private void beaten(Reply reply) {
        if (reply.status() == 200) {
            totals.beats.increment();
        } else {
            failWith(reply, "heartbeat");
        }
    }

    private void failWith(Reply reply, String what) {
        switch (reply.status()) {
            case 429 -> totals.tooMany.increment();
            case 503 -> totals.notNow.increment();
            default -> {
                if (reply.status() < 500 && reply.status() != 408) {
                    totals.wrong(totals.refused, what, reply);
                } else {
                    totals.otherFailures.increment();
                }
            }
        }
        fail(reply.retryAfterSeconds());
    }

    private void fail(int retryAfterSeconds) {
        backoff = backoff.afterFailure();
        quietUntil = Math.max(quietUntil, System.nanoTime() + backoff.pauseNanos(retryAfterSeconds, random));
    }

    /** One visit on its way to the hub. */
    private final class Delivery implements Connection.Asker {

        private final MemorySpool.Offer offer;
        private final int visit;
        private long began;
        private boolean repeats;

        Delivery(MemorySpool.Offer offer) {
            this.offer = offer;
            this.visit = offer.visit();
        }

        void send(byte[] body) {
            began = System.nanoTime();
            totals.sent.increment();
            connection.send(credentials.shipment(visit, body), until(), this);
        }

        private Until until() {
            var manners = rules.manners();
            var chance = random.nextDouble();
            if (chance < manners.cutInside()) {
                return Until.HALF_SENT;
            }
            return chance < manners.cutInside() + manners.answerLost() ? Until.SENT : Until.ANSWERED;
        }

        @Override
        public void answered(Reply reply) {
            switch (reply.status()) {
                case 201, 204 -> acknowledge(reply);
                case 409 -> sendSets(reply);
                case 429 -> {
                    totals.tooMany.increment();
                    tryLater(reply.retryAfterSeconds(), !offer.fresh());
                }
                case 503 -> {
                    totals.notNow.increment();
                    tryLater(reply.retryAfterSeconds(), false);
                }
                case 401 -> {
                    registered = false;
                    totals.otherFailures.increment();
                    tryLater(-1, false);
                }
                default -> fail(reply);
            }
            work();
        }

        private void sendSets(Reply reply) {
            if (reply.text().contains("unknown-sets")) {
                totals.setsAsked.increment();
                offered.set(visit);
                send(profile.bodyWithSet(visit));
            } else {
                refuse(reply);
            }
        }

        private void fail(Reply reply) {
            if (reply.status() >= 500 || reply.status() == 408) {
                totals.otherFailures.increment();
                tryLater(reply.retryAfterSeconds(), false);
            } else {
                refuse(reply);
            }
        }

        /** For good: it is given up, and the count of it is the end of the run. */
        private void refuse(Reply reply) {
            totals.wrong(totals.refused, credentials.segment(visit), reply);
        }

        private void acknowledge(Reply reply) {
            totals.shipments.add(System.nanoTime() - began);
            backoff = Backoff.NONE;
            judge(reply);
            if (!acknowledged.get(visit)) {
                acknowledged.set(visit);
                totals.acknowledged.increment();
                noteDelay();
            }
            if (!repeats && random.nextDouble() < rules.manners().repeated()) {
                repeat();
            }
        }

        private void judge(Reply reply) {
            if (reply.status() == 201 && acknowledged.get(visit)) {
                totals.wrong(totals.wrong, credentials.segment(visit) + " is taken a second time", reply);
            }
            if (reply.status() == 204) {
                totals.known.increment();
                if (!acknowledged.get(visit) && !offered.get(visit)) {
                    totals.wrong(totals.wrong, credentials.segment(visit) + " is known, but was never sent", reply);
                }
            }
        }

        private void noteDelay() {
            if (visit >= rules.backlog()) {
                var readAt = nextVisitAt - (nextVisit - visit) * rules.everyNanos();
                totals.freshDelay.add(System.nanoTime() - readAt);
            }
        }

        private void repeat() {
            repeats = true;
            totals.repeats.increment();
            send(profile.body(visit));
        }

        @Override
        public void lost(IOException why) {
            totals.lost.increment();
            offered.set(visit);
            tryLater(-1, false);
            work();
        }

        private void tryLater(int retryAfterSeconds, boolean onlyBacklog) {
            offered.set(visit);
            if (!acknowledged.get(visit)) {
                spool.putBack(offer);
            }
            if (onlyBacklog) {
                backlogQuietUntil = System.nanoTime() + backoff.afterFailure().pauseNanos(retryAfterSeconds, random);
            } else {
                SimulatedAgent.this.fail(retryAfterSeconds);
            }
        }
    }
}
