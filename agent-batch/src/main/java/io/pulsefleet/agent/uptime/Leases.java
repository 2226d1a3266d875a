package io.pulsefleet.agent.uptime;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;
import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.pulsefleet.agent.collect.uptime.Probing;
import io.pulsefleet.agent.collect.uptime.UptimeConfig;
import io.pulsefleet.agent.fleet.Boot;
import io.pulsefleet.agent.fleet.Identity;
import io.pulsefleet.agent.home.HomeConfig;
import io.pulsefleet.agent.hub.Farewell;
import io.pulsefleet.agent.hub.Hub;
import io.pulsefleet.agent.hub.HubConfig;
import io.pulsefleet.agent.hub.Reply;
import io.pulsefleet.agent.spool.SegmentName;
import io.pulsefleet.agent.spool.Spool;
import io.pulsefleet.agent.trouble.Troubles;
import io.pulsefleet.settings.Settings;
import io.pulsefleet.wire.Document;
import io.pulsefleet.wire.Shipment;
import io.pulsefleet.wire.uptime.LeaseAnswer;
import io.pulsefleet.wire.uptime.LeaseRequest;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;

/**
 * Asks every 3 s to be the one that probes for this agent's datacenter, where it names one.
 *
 * <pre>
 * WAITING --HELD--> PROBING            the hub gives the monitors with it
 * PROBING --OF_ANOTHER--> WAITING      at once
 * PROBING --hub away--> PROBING        what it sees counts until another took over; the hub knows when that was
 * start   --hub away--> PROBING        where an earlier life of this agent held it
 * PROBING --shutdown--> released       another need not wait for its end
 * </pre>
 */
@ApplicationScoped
public class Leases {

    private static final System.Logger LOG = System.getLogger(Leases.class.getName());
    private static final Duration ASK_EVERY = Duration.ofSeconds(3);
    private static final Duration LONGEST_FAREWELL = Duration.ofSeconds(3);
    private static final Duration LONGEST_PROBES = Duration.ofSeconds(1);

    /** As many heartbeats as a visit tells at most. */
    private static final int MOST_IN_A_SEGMENT = 25;

    /** Jakarta Batch counts executions from 0 or 1 up. */
    private static final long AFTER_ALL_RUNS = Long.MAX_VALUE;

    private static final String FILE = "uptime lease file";

    @Resource
    ManagedScheduledExecutorService clockwork;

    @Inject
    Settings settings;

    @Inject
    Identity identity;

    @Inject
    Hub hub;

    @Inject
    Probing probing;

    @Inject
    Trials trials;

    @Inject
    Boot boot;

    @Inject
    Spool spool;

    @Inject
    Troubles troubles;

    private LeaseFile file;
    private volatile Optional<KeptLease> held = Optional.empty();

    /** Of an earlier life of this agent; asked for only while the hub is away. */
    private Optional<KeptLease> earlier = Optional.empty();

    /** The hub holds our monitors to be of a revision that is not here. */
    private boolean isPlanUnknown;

    private boolean isCutOff;
    private volatile boolean isOver;
    private Optional<Future<?>> asking = Optional.empty();

    public synchronized void begin() {
        var datacenter = settings.find(UptimeConfig.DATACENTER);
        if (datacenter.isEmpty() || !HubConfig.isThere(settings)) {
            return;
        }
        file = new LeaseFile(HomeConfig.folder(settings).resolve("uptime-lease.json"));
        try {
            earlier = file.read(datacenter.get());
        } catch (IOException unreadable) {
            troubles.tell(FILE, "uptime: cannot read " + file.path() + " (" + unreadable.getMessage() + ")");
        }
        asking = Optional.of(
                clockwork.scheduleWithFixedDelay(() -> step(datacenter.get()), 0, ASK_EVERY.toMillis(), MILLISECONDS));
    }

    /**
     * Stops probing, and lets another begin at once (UO-08). What was seen is taken along before. Nobody waits for a hub that
     * does not answer: the lease then runs out by itself.
     */
    public void end() {
        asking.ifPresent(future -> future.cancel(false));
        isOver = true;
        if (held.isEmpty()) {
            return;
        }
        probing.engine().rest();
        var lease = held.get();
        var isReleased = Farewell.say(this::release, LONGEST_FAREWELL) && held.isEmpty();
        LOG.log(
                INFO,
                "uptime: lease {0}: datacenter {1}, number {2}",
                isReleased ? "released" : "not released, the hub does not answer",
                lease.datacenter(),
                String.valueOf(lease.number()));
        sealTheRest(probing.leftOver(LONGEST_PROBES));
    }

    /** The server stops the job at the same time: no visit comes any more. */
    private void sealTheRest(List<Document> documents) {
        for (int from = 0; from < documents.size(); from += MOST_IN_A_SEGMENT) {
            var some = documents.subList(from, Math.min(documents.size(), from + MOST_IN_A_SEGMENT));
            spool.seal(
                    new SegmentName(boot.id(), AFTER_ALL_RUNS, from / MOST_IN_A_SEGMENT),
                    new Shipment(List.of(), List.of(), List.of(), some, List.of()),
                    List.of());
        }
    }

    /** It stays on disk unless the hub knows: whoever starts while the hub is away goes on. */
    private synchronized void release() {
        held.map(lease -> ask(new LeaseRequest(lease.datacenter(), lease.number(), lease.plan(), true)))
                .filter(reply -> reply.message().isPresent())
                .ifPresent(known -> forget());
    }

    /** A step that breaks must not be the last. */
    private void step(String datacenter) {
        try {
            askFor(datacenter);
            troubles.over("uptime lease", "uptime: the lease is asked for again");
        } catch (RuntimeException bug) {
            troubles.tell("uptime lease", "uptime: asking for the lease failed, which is our mistake", bug);
        }
    }

    private synchronized void askFor(String datacenter) {
        if (isOver) {
            return;
        }
        var known = held.or(() -> earlier);
        var reply = ask(new LeaseRequest(
                datacenter,
                known.map(KeptLease::number).orElse(null),
                known.filter(lease -> !isPlanUnknown).map(KeptLease::plan).orElse(null),
                false));
        if (isOver) {
            return;
        }
        if (reply.message().isEmpty()) {
            cutOff(reply.answer().detail());
            return;
        }
        if (isCutOff) {
            isCutOff = false;
            LOG.log(INFO, "uptime: the hub answers again");
        }
        take(datacenter, reply.message().get());
        trials.begin(reply.message().get().trials());
    }

    private Reply<LeaseAnswer> ask(LeaseRequest request) {
        var askedAt = System.nanoTime();
        var reply = Reply.to(() -> hub.uptimeLease(identity.agent(), identity.bearer(), request), LeaseAnswer.class);
        reply.message().ifPresent(answer -> probing.clock().heard(answer.hubTime(), askedAt, System.nanoTime()));
        return reply;
    }

    private void cutOff(String why) {
        if (held.isEmpty() && earlier.isPresent()) {
            held = earlier;
            earlier = Optional.empty();
            follow(held.get());
        }
        if (!isCutOff && held.isPresent()) {
            LOG.log(
                    WARNING,
                    "uptime: the hub does not answer ({0}); this agent goes on probing under lease {1}",
                    why,
                    String.valueOf(held.get().number()));
        }
        isCutOff = true;
    }

    private void take(String datacenter, LeaseAnswer answer) {
        switch (answer.state()) {
            case HELD -> hold(datacenter, answer);
            case OF_ANOTHER -> {
                lose("another agent holds it: " + answer.holder());
                known(datacenter);
            }
            case UNKNOWN_DATACENTER -> {
                lose("the hub has no datacenter " + datacenter);
                troubles.tell(
                        "uptime datacenter",
                        "uptime: the hub has no datacenter " + datacenter + "; add it there, or mend "
                                + UptimeConfig.DATACENTER.environmentName());
            }
        }
    }

    private void known(String datacenter) {
        troubles.over("uptime datacenter", "uptime: the hub has a datacenter " + datacenter);
    }

    private void hold(String datacenter, LeaseAnswer answer) {
        known(datacenter);
        var before = held.or(() -> earlier).orElse(null);
        var now = KeptLease.from(datacenter, answer, before);
        if (now == null) { // the monitors are of a revision that is not here: ask for all of them
            isPlanUnknown = true;
            return;
        }
        isPlanUnknown = false;
        var isNew = held.isEmpty() || held.get().number() != now.number();
        var isOther = isNew || held.get().plan() != now.plan();
        held = Optional.of(now);
        earlier = Optional.empty();
        if (isNew) {
            LOG.log(
                    INFO,
                    "uptime: lease won: datacenter {0}, number {1}, {2} monitors",
                    datacenter,
                    String.valueOf(now.number()),
                    String.valueOf(now.monitors().size()));
        }
        if (isOther) {
            follow(now);
            keep(now);
        }
    }

    private void follow(KeptLease lease) {
        probing.engine().follow(lease.datacenter(), lease.number(), lease.monitors());
    }

    private void lose(String why) {
        if (held.isPresent()) {
            LOG.log(
                    INFO,
                    "uptime: lease lost: datacenter {0}, number {1}; {2}",
                    held.get().datacenter(),
                    String.valueOf(held.get().number()),
                    why);
            probing.engine().rest();
        }
        if (held.isPresent() || earlier.isPresent()) {
            forget();
        }
    }

    private void forget() {
        held = Optional.empty();
        earlier = Optional.empty();
        try {
            file.remove();
        } catch (IOException stays) {
            troubles.tell(FILE, "uptime: cannot remove " + file.path() + " (" + stays.getMessage() + ")");
        }
    }

    private void keep(KeptLease lease) {
        try {
            file.write(lease);
            troubles.over(FILE, "uptime: the lease is kept in " + file.path());
        } catch (IOException notWritable) {
            troubles.tell(
                    FILE,
                    "uptime: cannot write " + file.path() + " (" + notWritable.getMessage()
                            + "); a restart without the hub would not probe");
        }
    }
}
