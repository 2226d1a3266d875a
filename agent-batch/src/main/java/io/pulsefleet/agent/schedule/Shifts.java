package io.pulsefleet.agent.schedule;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.INFO;
import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.pulsefleet.agent.collect.Collectors;
import io.pulsefleet.agent.deliver.Delivery;
import io.pulsefleet.agent.fleet.Plans;
import io.pulsefleet.agent.home.HomeConfig;
import io.pulsefleet.agent.hub.Farewell;
import io.pulsefleet.agent.jobs.Backfill;
import io.pulsefleet.agent.jobs.Jobs;
import io.pulsefleet.agent.jobs.NoSuchJobException;
import io.pulsefleet.agent.jobs.NotNowException;
import io.pulsefleet.agent.jobs.Timetables;
import io.pulsefleet.agent.push.Outlets;
import io.pulsefleet.agent.trouble.Troubles;
import io.pulsefleet.settings.Settings;
import io.pulsefleet.settings.schedule.Missed;
import io.pulsefleet.settings.schedule.Schedule;
import io.pulsefleet.settings.schedule.Timetable;
import io.pulsefleet.wire.JobRun;
import io.pulsefleet.wire.Plan;
import io.pulsefleet.wire.batch.Execution;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;

/**
 * Keeps each planned job on its shift, and rings for its visits. People may start, stop and restart a shift; one that a
 * person stopped stays so until a person starts it, or the agent starts anew.
 */
@ApplicationScoped
public class Shifts {

    private static final String DELIVER = "deliver";

    /** What the charts of a host's page are made of. */
    private static final Set<String> WATCHED = Set.of("system");

    private static final Map<String, String> ABOUT_PUSHING = Map.of(
            "push", "Pushes the payload of each window to its receiver.",
            "listener", "Pushes what is read of PostgreSQL servers to its listener.");
    private static final System.Logger LOG = System.getLogger(Shifts.class.getName());
    private static final Duration SOON = Duration.ofSeconds(1);
    private static final Duration LOOK_EVERY = Duration.ofSeconds(5);
    private static final Duration LAST_RING_OLDEST = Duration.ofMinutes(1);
    private static final Duration LONGEST_FAREWELL = Duration.ofSeconds(5);
    private static final Duration LONGEST_DELIVERY = Duration.ofSeconds(3);

    @Resource
    ManagedScheduledExecutorService clockwork;

    @Inject
    Collectors collectors;

    @Inject
    Settings settings;

    @Inject
    Plans plans;

    @Inject
    Jobs jobs;

    @Inject
    Outlets outlets;

    @Inject
    Delivery delivery;

    @Inject
    Troubles troubles;

    @Inject
    Timetables timetables;

    private final Map<String, Duty> duties = new LinkedHashMap<>();
    private final Map<String, Instant> rung = new ConcurrentHashMap<>();
    private final Set<String> owed = ConcurrentHashMap.newKeySet();
    private Optional<LastRings> lastRings = Optional.empty();
    private Instant lastLook = Instant.now();
    private Optional<Future<?>> looks = Optional.empty();
    private Optional<Future<?>> soon = Optional.empty();
    private boolean ended;

    public synchronized void begin() {
        for (var collector : collectors.all()) {
            var info = collector.info();
            var duty = new Duty(info.name(), info.about(), Shift.Kind.COLLECTOR, every(info.name()));
            duty.follow(every(info.name()), schedule(info.name()));
            add(duty);
        }
        add(new Duty(DELIVER, "Hands what was read to the hub.", Shift.Kind.DELIVERY, Duration.ofDays(1)));
        for (var receiver : outlets.names()) {
            add(new Duty(receiver, ABOUT_PUSHING.get(receiver), Shift.Kind.DELIVERY, Duration.ofDays(1)));
        }
        add(new Duty(
                Backfill.JOB, "Reads windows that are past, by job.backfill.", Shift.Kind.ON_CALL, Duration.ofDays(1)));
        plans.current().ifPresent(this::follow);
        remember();
        duties.values().stream().filter(Duty::visits).forEach(this::ringAnew);
        looks = Optional.of(clockwork.scheduleWithFixedDelay(this::look, 0, LOOK_EVERY.toMillis(), MILLISECONDS));
    }

    /** Ends all shifts; their last records are in the spool then, and with the hub where it answers. */
    public void end() {
        synchronized (this) {
            ended = true;
            looks.ifPresent(future -> future.cancel(false));
            soon.ifPresent(future -> future.cancel(false));
            duties.values().forEach(Duty::ringNoMore);
        }
        jobs.stopAll(LONGEST_FAREWELL);
        if (!Farewell.say(() -> delivery.finish(LONGEST_DELIVERY), LONGEST_DELIVERY)) {
            LOG.log(INFO, "delivery: what was sealed last goes with the next start; the hub does not answer");
        }
    }

    public synchronized List<Shift> list() {
        return duties.values().stream().map(this::describe).toList();
    }

    /**
     * @throws NoSuchJobException when there is no such job
     * @throws NotNowException when it runs already, or the plan has it switched off
     */
    public synchronized JobRun start(String name) {
        refuseIfDisabled(duty(name));
        refuseOnCall(duty(name));
        return jobs.start(name);
    }

    /**
     * @throws NoSuchJobException when there is no such job
     * @throws NotNowException when it does not run
     */
    public synchronized JobRun stop(String name) {
        var duty = duty(name);
        var run = jobs.stop(name);
        duty.setStoppedByPlan(false);
        return run;
    }

    /**
     * @throws NoSuchJobException when there is no such job
     * @throws NotNowException when there is no stopped or failed run to go on with, or the plan has it switched off
     */
    public synchronized JobRun restart(String name) {
        refuseIfDisabled(duty(name));
        return jobs.restart(name);
    }

    /**
     * Gives up a run that was stopped or failed.
     *
     * @throws NoSuchJobException when there is no such job
     * @throws NotNowException when its newest run was neither stopped nor did it fail, or when it hands on what others read:
     *     the hub would never hear of it
     */
    public synchronized JobRun abandon(String name) {
        if (duty(name).kind == Shift.Kind.DELIVERY) {
            throw new NotNowException(
                    name + ": hands on what others read, and is not abandoned; start it anew instead");
        }
        return jobs.abandon(name);
    }

    /**
     * What a run is like inside, or was.
     *
     * @throws NoSuchJobException when there is no such job, or no such run of it since the agent's start
     */
    public Execution inside(String name, long execution) {
        String known;
        synchronized (this) {
            known = duty(name).name;
        }
        return jobs.inside(known, execution);
    }

    /**
     * One visit now, whatever the schedule says.
     *
     * @throws NoSuchJobException when there is no such job
     * @throws NotNowException when it visits nobody, does not run, or is at a visit
     */
    public synchronized JobRun visit(String name) {
        if (!duty(name).visits()) {
            throw new NotNowException(name + ": visits nobody");
        }
        return jobs.visit(name, Instant.now().truncatedTo(ChronoUnit.MILLIS));
    }

    /** Whether each planned collector is on its shift. */
    public synchronized boolean allCollect() {
        return duties.values().stream()
                .filter(Duty::visits)
                .filter(Duty::isEnabled)
                .allMatch(duty -> newestState(duty).equals("STARTED"));
    }

    /** When it last saw to the shifts. */
    public synchronized Instant lastLook() {
        return lastLook;
    }

    synchronized void onPlan(@Observes Plan plan) {
        follow(plan);
        look();
    }

    /**
     * Settings were changed: intervals are followed, and these collectors are made anew. A shift that is under way is stopped
     * for that, and starts again by itself; one that a person stopped stays so.
     */
    public synchronized void reread(Set<String> renewed) {
        for (var duty : duties.values()) {
            if (duty.visits() && duty.follow(every(duty.name), schedule(duty.name))) {
                ringAnew(duty);
            }
        }
        for (var name : renewed) {
            collectors.outdate(name);
            var duty = duty(name);
            if (newestState(duty).startsWith("START")) {
                try {
                    jobs.stop(name);
                    duty.setStoppedByPlan(true);
                } catch (NotNowException endedMeanwhile) {
                    LOG.log(DEBUG, endedMeanwhile.getMessage());
                }
            }
        }
        lookSoon();
    }

    /**
     * Somebody looks at this host: what its charts are made of is read more often for so long, and then as before by itself.
     */
    public synchronized void hasten(Duration lasts) {
        var every = settings.get(ScheduleConfig.WATCHED_EVERY);
        if (every.isZero() || ended) {
            return;
        }
        duties.values().stream()
                .filter(duty -> WATCHED.contains(duty.name))
                .filter(duty -> duty.hasten(every, Instant.now().plus(lasts)))
                .forEach(this::ringAnew);
    }

    Duration every(String collector) {
        return settings.get(ScheduleConfig.every(collectors.info(collector)));
    }

    Schedule schedule(String collector) {
        return ScheduleConfig.scheduleOf(collector, settings);
    }

    /** So that a shift that ends at once pauses a second and not five. */
    void lookSoon() {
        soon.ifPresent(future -> future.cancel(false));
        soon = Optional.of(clockwork.schedule(this::look, SOON.toMillis(), MILLISECONDS));
    }

    void add(Duty duty) {
        duties.put(duty.name, duty);
    }

    private void follow(Plan plan) {
        for (var duty : duties.values()) {
            var planned = plan.jobs().stream()
                    .filter(job -> job.name().equals(duty.name))
                    .findFirst();
            if (duty.follow(planned) && duty.visits()) {
                ringAnew(duty);
            }
        }
    }

    private void ringAnew(Duty duty) {
        timetables.follow(duty.name, duty.timetable());
        var rings = new Rings(duty.timetable(), Instant.now());
        Future<?> ringing = clockwork.schedule(() -> ring(duty.name, rings, Instant.now()), rings);
        duty.ringWith(ringing);
    }

    /** Which visits were due while the agent was off, and are to be made up for. Where that is not known none is. */
    private void remember() {
        var file = HomeConfig.folder(settings).resolve("rings.json");
        try {
            var kept = new LastRings(file);
            lastRings = Optional.of(kept);
            duties.values().stream()
                    .filter(duty -> isOwed(duty.timetable(), kept.of(duty.name), Instant.now()))
                    .forEach(duty -> owed.add(duty.name));
        } catch (IOException unreadable) {
            troubles.tell(
                    "rings", "visits that were missed are not made up for: " + file + " cannot be read: " + unreadable);
        }
    }

    static boolean isOwed(Timetable timetable, Optional<Instant> last, Instant now) {
        return timetable.schedule().missed() == Missed.ONCE
                && last.flatMap(timetable::after)
                        .filter(due -> !due.isAfter(now))
                        .isPresent();
    }

    /** A clock that was set back makes the same moment come twice; it has its visit already. */
    void ring(String name, Rings rings, Instant now) {
        rings.due(now).filter(at -> !at.equals(rung.put(name, at))).ifPresent(at -> {
            owed.remove(name);
            ring(name, rings.timetable, at);
            if (rings.timetable.schedule().missed() == Missed.ONCE) {
                keep(name, at);
            }
        });
    }

    /** Not each few seconds: to know that visits were missed a minute is near enough. */
    private void keep(String name, Instant at) {
        try {
            if (lastRings.isPresent() && lastRings.get().isOlder(name, at.minus(LAST_RING_OLDEST))) {
                lastRings.get().keep(name, at);
            }
            troubles.over("rings " + name, name + ": when it visited last can be kept again");
        } catch (IOException full) {
            troubles.tell("rings " + name, name + ": when it visited last cannot be kept: " + full.getMessage());
        }
    }

    private void ring(String name, Timetable timetable, Instant at) {
        if (jobs.ring(name, at)) {
            troubles.over("overrun " + name, name + ": its visits keep to their interval again");
        } else if (!isHastened(name)) { // one who looks is no reason to tell that it cannot be faster
            troubles.tell(
                    "overrun " + name,
                    "%s: a visit takes longer than %s; visits are left out. Plan a longer interval."
                            .formatted(
                                    name,
                                    timetable.schedule().cron().isPresent()
                                            ? "there is to the next of its schedule"
                                            : "its interval of " + timetable.every()));
        }
    }

    private synchronized boolean isHastened(String name) {
        return duty(name).isHastened();
    }

    private synchronized void look() {
        lastLook = Instant.now();
        if (ended) {
            return;
        }
        duties.values().stream().filter(duty -> duty.calm(lastLook)).forEach(this::ringAnew);
        for (var duty : duties.values().stream().filter(Duty::isKept).toList()) {
            try {
                keep(duty);
                troubles.over("job " + duty.name, duty.name + ": its shift can be kept again");
            } catch (RuntimeException refused) { // the other shifts, and the next look, must not suffer
                troubles.tell("job " + duty.name, duty.name + ": " + refused.getMessage(), refused);
            }
        }
    }

    private void keep(Duty duty) {
        var newest = jobs.runs(duty.name).stream().findFirst();
        switch (Keeper.decide(newest, duty.isEnabled(), duty.isStoppedByPlan(), Instant.now())) {
            case START -> {
                jobs.start(duty.name);
                duty.setStoppedByPlan(false);
            }
            case STOP -> {
                jobs.stop(duty.name);
                duty.setStoppedByPlan(true);
            }
            case NOTHING -> makeUp(duty, Instant.now());
        }
    }

    /** When its shift has begun, and not in hours without visits. */
    private void makeUp(Duty duty, Instant now) {
        if (owed.contains(duty.name)
                && !duty.timetable().rests(now)
                && newestState(duty).equals("STARTED")) {
            try {
                var at = now.truncatedTo(ChronoUnit.MILLIS);
                jobs.visit(duty.name, at);
                owed.remove(duty.name);
                keep(duty.name, at);
                LOG.log(INFO, "{0}: visits were missed while the agent was off; one is made up for", duty.name);
            } catch (NotNowException itJustBegins) {
                LOG.log(DEBUG, itJustBegins.getMessage());
            }
        }
    }

    private Shift describe(Duty duty) {
        var runs = jobs.runs(duty.name);
        var state = newestState(duty);
        var running = state.startsWith("START") || state.equals("STOPPING");
        return new Shift(
                duty.name,
                duty.about,
                duty.kind,
                duty.visits() ? duty.timetable().every() : null,
                duty.isEnabled(),
                duty.visits() && state.equals("STARTED") ? duty.nextVisitAt().orElse(null) : null,
                state,
                runs.isEmpty() ? null : runs.get(0),
                runs,
                !running && duty.isEnabled() && duty.isKept(),
                state.startsWith("START"),
                duty.isEnabled() && (state.equals("STOPPED") || state.equals("FAILED")));
    }

    private String newestState(Duty duty) {
        return jobs.runs(duty.name).stream().map(JobRun::state).findFirst().orElse("NONE");
    }

    private Duty duty(String name) {
        var duty = duties.get(name);
        if (duty == null) {
            throw new NoSuchJobException("no job '" + name + "'; there are " + duties.keySet());
        }
        return duty;
    }

    private static void refuseOnCall(Duty duty) {
        if (!duty.isKept()) {
            throw new NotNowException(duty.name + ": must be told what to read, by the command job." + duty.name);
        }
    }

    private static void refuseIfDisabled(Duty duty) {
        if (!duty.isEnabled()) {
            throw new NotNowException(duty.name + ": the hub's plan has it switched off");
        }
    }
}
