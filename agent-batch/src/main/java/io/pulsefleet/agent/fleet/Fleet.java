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
import io.pulsefleet.settings.Settings;
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
                link.reachable(FLEET);
                reply.message().ifPresent(answer -> learn(asked, answer.hubTime(), answer.plan()));
                reply.message().ifPresent(answers::fire);
            }
            case UNAUTHORIZED -> {
                membership.lost();
                link.refused(FLEET, reply.answer().detail() + "; it registers again");
            }
            case REFUSED -> link.refused(FLEET, reply.answer().detail());
            case KNOWN, UNKNOWN_SETS, AWAY -> link.away(FLEET, reply.answer().detail());
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
