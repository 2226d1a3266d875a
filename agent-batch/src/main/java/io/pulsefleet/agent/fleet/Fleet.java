package io.pulsefleet.agent.fleet;

import static io.pulsefleet.agent.hub.HubLink.Road.FLEET;
import static java.lang.System.Logger.Level.INFO;

import io.pulsefleet.agent.hub.Answer;
import io.pulsefleet.agent.hub.Backoff;
import io.pulsefleet.agent.hub.Hub;
import io.pulsefleet.agent.hub.HubConfig;
import io.pulsefleet.agent.hub.HubLink;
import io.pulsefleet.agent.hub.Reply;
import io.pulsefleet.agent.spool.Spool;
import io.pulsefleet.agent.trouble.Troubles;
import io.pulsefleet.agent.trust.Proof;
import io.pulsefleet.settings.Settings;
import io.pulsefleet.wire.CertificateRequest;
import io.pulsefleet.wire.Enrolled;
import io.pulsefleet.wire.Enrolment;
import io.pulsefleet.wire.Heartbeat;
import io.pulsefleet.wire.HeartbeatAnswer;
import io.pulsefleet.wire.Plan;
import io.pulsefleet.wire.Registered;
import io.pulsefleet.wire.Registration;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.LastExecution;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.concurrent.Trigger;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Registers, again and again until it works; then says every 15 s that this agent is alive, and takes the plan from the
 * answers. A hub that refuses us is not asked again within 30 s.
 */
@ApplicationScoped
public class Fleet {

    private static final System.Logger LOG = System.getLogger(Fleet.class.getName());

    private static final Duration AFTER_REFUSAL = Duration.ofSeconds(30);
    private static final Duration BETWEEN_RENEWALS = Duration.ofSeconds(30);

    @Resource
    ManagedScheduledExecutorService clockwork;

    @Inject
    Settings settings;

    @Inject
    Boot boot;

    @Inject
    Identity identity;

    @Inject
    Membership membership;

    @Inject
    Proof proof;

    @Inject
    Plans plans;

    @Inject
    Hub hub;

    @Inject
    HubLink link;

    @Inject
    Spool spool;

    @Inject
    RunningJobs jobs;

    @Inject
    Troubles troubles;

    @Inject
    Event<HeartbeatAnswer> answers;

    private Backoff backoff = Backoff.NONE;
    private long notBefore = System.nanoTime();
    private long renewNotBefore = System.nanoTime();
    private Optional<Future<?>> steps = Optional.empty();
    private volatile Instant nextStep = Instant.now();
    private volatile Optional<Duration> clockOffset = Optional.empty();

    public void begin() {
        steps = Optional.of(clockwork.schedule(this::step, new WhenDue()));
    }

    public void end() {
        steps.ifPresent(future -> future.cancel(false));
    }

    /** How far this host's clock is ahead of the hub's; empty until the hub has told its time. */
    public Optional<Duration> clockOffset() {
        return clockOffset;
    }

    public String hostname() {
        return ThisHost.hostname();
    }

    private void step() {
        var every = settings.get(FleetConfig.HEARTBEAT_EVERY);
        nextStep = Instant.now().plus(every);
        try {
            spool.recover();
            if (HubConfig.isThere(settings)) {
                nextStep = Instant.now().plus(speak(every));
            }
            troubles.over("fleet", "fleet: heartbeats go out again");
        } catch (RuntimeException bug) {
            troubles.tell("fleet", "fleet: a heartbeat failed, which is our mistake", bug);
        }
    }

    /** @return how long to be silent then */
    private Duration speak(Duration every) {
        if (!identity.keep()) {
            return every;
        }
        if (proof.isWanted()) {
            return speakWithProof(every);
        }
        if (!membership.introduced() && untilAllowed().isZero()) {
            register();
        }
        if (membership.registered()) {
            beat();
            return every;
        }
        var untilAllowed = untilAllowed();
        var pause = backoff.pause(ThreadLocalRandom.current().nextDouble());
        return untilAllowed.compareTo(pause) > 0 ? untilAllowed : pause;
    }

    /**
     * As one that shows a certificate. Where the hub refuses it, it is tried again, seldom; a join token that was not shown yet
     * heals that.
     */
    private Duration speakWithProof(Duration every) {
        var isRefused = !membership.registered();
        if (isRefused && untilAllowed().isZero()) {
            newJoinToken().ifPresentOrElse(this::join, this::sayThatItIsOut);
        }
        if (proof.isThere() && (!isRefused || untilAllowed().isZero())) {
            if (!isRefused) {
                renewWhenDue();
            }
            introduce();
            beat();
        }
        return membership.registered() ? every : untilAllowed().plus(every);
    }

    /** A token that it has joined with is not shown again: it is used up, and what was taken away stays so. */
    private Optional<String> newJoinToken() {
        return joinToken().filter(token -> !proof.isJoinedWith(token));
    }

    private void sayThatItIsOut() {
        if (!proof.isThere()) {
            var sentence =
                    "it has no certificate that is good; make a join token at the hub and join with the line that it says";
            troubles.tell("trust", "trust: " + sentence);
            link.refused(FLEET, sentence);
            allowAfter(AFTER_REFUSAL);
        }
    }

    private void join(String token) {
        var reply = joiningWith(token);
        switch (reply.answer().outcome()) {
            case TAKEN -> reply.message().ifPresent(enrolled -> joined(token, enrolled));
            case UNAUTHORIZED, REFUSED -> {
                allowAfter(AFTER_REFUSAL.plusMillis(ThreadLocalRandom.current().nextLong(30_000)));
                troubles.tell(
                        "trust",
                        "trust: the hub does not let this host join: "
                                + reply.answer().detail());
                link.refused(FLEET, reply.answer().detail() + "; it cannot join");
            }
            case KNOWN, UNKNOWN_SETS, AWAY -> {
                backoff = backoff.afterFailure();
                allowAfter(backoff.pause(ThreadLocalRandom.current().nextDouble()));
                link.away(FLEET, reply.answer().detail());
            }
        }
    }

    private Reply<Enrolled> joiningWith(String token) {
        try {
            var enrolment = new Enrolment(
                    token,
                    proof.request(identity.agent().toString()),
                    identity.agent(),
                    identity.token(),
                    proof.machine().orElse(null),
                    ThisHost.facts(),
                    boot.version(),
                    boot.id());
            return Reply.to(() -> hub.enrol(enrolment), Enrolled.class);
        } catch (IOException notWritable) {
            return new Reply<>(Answer.none("its key cannot be kept: " + notWritable.getMessage()), Optional.empty());
        }
    }

    private void joined(String token, Enrolled enrolled) {
        try {
            proof.take(Optional.of(token), enrolled.certificate(), enrolled.authority());
        } catch (IOException unusable) {
            allowAfter(AFTER_REFUSAL);
            troubles.tell("trust", "trust: it cannot join: " + unusable.getMessage());
            return;
        }
        identity.become(enrolled.agent());
        LOG.log(INFO, "fleet: this host has joined as the agent {0}", enrolled.agent());
        troubles.over("trust", "trust: the hub has let this host in");
        registered();
        allowAfter(Duration.ZERO);
    }

    private void renewWhenDue() {
        if (proof.renewAt().filter(Instant.now()::isAfter).isEmpty() || renewNotBefore - System.nanoTime() > 0) {
            return;
        }
        renewNotBefore = System.nanoTime() + BETWEEN_RENEWALS.toNanos();
        try {
            var request = new CertificateRequest(proof.request(identity.agent().toString()));
            var reply = Reply.to(() -> hub.renew(identity.agent(), request), Enrolled.class);
            if (reply.message().isPresent()) {
                var renewed = reply.message().get();
                proof.take(Optional.empty(), renewed.certificate(), renewed.authority());
                troubles.over("renewal", "trust: the certificate is renewed");
            } else {
                troubles.tell(
                        "renewal",
                        "trust: the certificate is not renewed: "
                                + reply.answer().detail());
            }
        } catch (IOException notKept) {
            troubles.tell("renewal", "trust: the certificate is not renewed: " + notKept.getMessage());
        }
    }

    /** Tells the hub of this start, and of the host. */
    private void introduce() {
        if (membership.introduced() || !membership.registered()) {
            return;
        }
        var registration =
                new Registration(identity.agent(), identity.token(), ThisHost.facts(), boot.version(), boot.id());
        var asked = Asked.now();
        var reply = Reply.to(() -> hub.register(null, registration), Registered.class);
        if (reply.message().isPresent()) {
            registered();
            reply.message().ifPresent(told -> learn(asked, told.hubTime(), told.plan()));
        }
    }

    /** By a clock that nobody sets. */
    private void allowAfter(Duration pause) {
        notBefore = System.nanoTime() + pause.toNanos();
    }

    private Duration untilAllowed() {
        return Duration.ofNanos(Math.max(0, notBefore - System.nanoTime()));
    }

    private void register() {
        var joinToken = joinToken();
        if (joinToken.isEmpty()) {
            if (membership.registered()) {
                membership.staysAsItWas(); // it needs none any more; the hub keeps the facts it has
                troubles.over("join token", "fleet: no join token is needed, the hub knows this agent");
            }
            backoff = backoff.afterFailure();
            return;
        }
        var registration =
                new Registration(identity.agent(), identity.token(), ThisHost.facts(), boot.version(), boot.id());
        var asked = Asked.now();
        var reply = Reply.to(() -> hub.register(Hub.bearer(joinToken.get()), registration), Registered.class);
        switch (reply.answer().outcome()) {
            case TAKEN -> {
                registered();
                reply.message().ifPresent(registered -> learn(asked, registered.hubTime(), registered.plan()));
            }
            case UNAUTHORIZED, REFUSED -> notRegistered(reply.answer());
            case KNOWN, UNKNOWN_SETS, AWAY -> {
                backoff = backoff.afterFailure();
                link.away(FLEET, reply.answer().detail());
            }
        }
    }

    private void registered() {
        backoff = Backoff.NONE;
        allowAfter(AFTER_REFUSAL);
        membership.won();
        link.reachable(FLEET);
    }

    private void notRegistered(Answer answer) {
        allowAfter(AFTER_REFUSAL.plusMillis(ThreadLocalRandom.current().nextLong(30_000)));
        if (membership.registered()) {
            membership.staysAsItWas();
            LOG.log(
                    INFO,
                    "fleet: the hub takes no new registration of this agent ({0}); it goes on as before",
                    answer.detail());
        } else {
            link.refused(
                    FLEET,
                    answer.detail() + "; it cannot register, check " + FleetConfig.JOIN_TOKEN.environmentName() + " or "
                            + FleetConfig.joinTokenFile(settings));
        }
    }

    private void beat() {
        var books = spool.books();
        var heartbeat = new Heartbeat(
                Instant.now(),
                boot.id(),
                boot.version(),
                books.waiting(),
                books.ledger(),
                troubles.now(),
                jobs.running());
        var asked = Asked.now();
        var reply = Reply.to(() -> hub.beat(identity.agent(), identity.bearer(), heartbeat), HeartbeatAnswer.class);
        switch (reply.answer().outcome()) {
            case TAKEN -> {
                welcomed();
                link.reachable(FLEET);
                reply.message().ifPresent(answer -> learn(asked, answer.hubTime(), answer.plan()));
                reply.message().ifPresent(answers::fire);
            }
            case UNAUTHORIZED -> {
                membership.lost();
                link.refused(FLEET, reply.answer().detail() + (proof.isWanted() ? "" : "; it registers again"));
                if (proof.isWanted()) {
                    allowAfter(
                            AFTER_REFUSAL.plusMillis(ThreadLocalRandom.current().nextLong(30_000)));
                    troubles.tell(
                            "trust",
                            "trust: the hub refuses this host's certificate ("
                                    + reply.answer().detail()
                                    + "); it goes on collecting, and what it reads waits in the spool");
                }
            }
            case REFUSED -> link.refused(FLEET, reply.answer().detail());
            case KNOWN, UNKNOWN_SETS, AWAY -> link.away(FLEET, reply.answer().detail());
        }
    }

    /** A certificate that was refused is good again. */
    private void welcomed() {
        if (proof.isWanted() && !membership.registered()) {
            troubles.over("trust", "trust: the hub takes this host's certificate again");
            membership.won();
        }
    }

    private void learn(Asked asked, Instant hubTime, Plan plan) {
        var offset = ClockOffset.measured(asked.at(), asked.untilNow(), hubTime);
        clockOffset = Optional.of(offset);
        if (ClockOffset.isTolerable(offset)) {
            troubles.over("clock", "clock: this host's clock agrees with the hub's again");
        } else {
            troubles.tell(
                    "clock",
                    "clock: this host's clock is " + ClockOffset.inWords(offset)
                            + "; let both follow the same time server");
        }
        plans.take(plan);
    }

    private Optional<String> joinToken() {
        var given = settings.find(FleetConfig.JOIN_TOKEN);
        if (given.isPresent()) {
            return given;
        }
        var file = FleetConfig.joinTokenFile(settings);
        try {
            var token = Files.readString(file).strip();
            troubles.over("join token", "fleet: found a join token in " + file);
            return Optional.of(token);
        } catch (IOException none) {
            troubles.tell(
                    "join token",
                    "fleet: no join token; set " + FleetConfig.JOIN_TOKEN.environmentName() + " or put it into "
                            + file);
            return Optional.empty();
        }
    }

    private final class WhenDue implements Trigger {

        @Override
        public Date getNextRunTime(LastExecution last, Date scheduledAt) {
            return Date.from(nextStep);
        }

        @Override
        public boolean skipRun(LastExecution last, Date scheduledFor) {
            return false;
        }
    }

    /** When a question left us, by the clock and by a clock that nobody sets. */
    private record Asked(Instant at, long nanos) {

        static Asked now() {
            return new Asked(Instant.now(), System.nanoTime());
        }

        Duration untilNow() {
            return Duration.ofNanos(System.nanoTime() - nanos);
        }
    }
}
