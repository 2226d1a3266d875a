package io.pulsefleet.agent.schedule;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.INFO;
import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.pulsefleet.agent.collect.Collectors;
import io.pulsefleet.agent.deliver.Delivery;
import io.pulsefleet.agent.fleet.Plans;
import io.pulsefleet.agent.hub.Farewell;
import io.pulsefleet.agent.jobs.Jobs;
import io.pulsefleet.agent.jobs.NoSuchJobException;
import io.pulsefleet.agent.jobs.NotNowException;
import io.pulsefleet.agent.push.Outlets;
import io.pulsefleet.agent.trouble.Troubles;
import io.pulsefleet.settings.Settings;
import io.pulsefleet.wire.JobRun;
import io.pulsefleet.wire.Plan;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
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
    private static final Map<String, String> ABOUT_PUSHING = Map.of(
            "push", "Pushes the payload of each window to its receiver.",
            "listener", "Pushes what is read of PostgreSQL servers to its listener.");
    private static final System.Logger LOG = System.getLogger(Shifts.class.getName());
    private static final Duration SOON = Duration.ofSeconds(1);
    private static final Duration LOOK_EVERY = Duration.ofSeconds(5);
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

    private final Map<String, Duty> duties = new LinkedHashMap<>();
    private final Map<String, Instant> rung = new ConcurrentHashMap<>();
    private Instant lastLook = Instant.now();
    private Optional<Future<?>> looks = Optional.empty();
    private Optional<Future<?>> soon = Optional.empty();
    private boolean ended;

    public synchronized void begin() {
        for (var collector : collectors.all()) {
            var info = collector.info();
            add(new Duty(info.name(), info.about(), Shift.Kind.COLLECTOR, settings.get(ScheduleConfig.every(info))));
        }
        add(new Duty(DELIVER, "Hands what was read to the hub.", Shift.Kind.DELIVERY, Duration.ofDays(1)));
        for (var receiver : outlets.names()) {
            add(new Duty(receiver, ABOUT_PUSHING.get(receiver), Shift.Kind.DELIVERY, Duration.ofDays(1)));
        }
        plans.current().ifPresent(this::follow);
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
            if (duty.visits() && duty.follow(every(duty.name))) {
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

    Duration every(String collector) {
        return settings.get(ScheduleConfig.every(collectors.info(collector)));
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
        var grid = duty.grid();
        Future<?> rings = clockwork.schedule(() -> ring(duty.name, grid, Instant.now()), grid);
        duty.ringWith(rings);
    }

    /** A clock that was set back makes the same moment come twice; it has its visit already. */
    void ring(String name, Grid grid, Instant now) {
        var at = grid.last(now);
        if (at.equals(rung.put(name, at))) {
            return;
        }
        if (jobs.ring(name, at)) {
            troubles.over("overrun " + name, name + ": its visits keep to their interval again");
        } else {
            troubles.tell(
                    "overrun " + name,
                    "%s: a visit takes longer than its interval of %s; visits are left out. Plan a longer interval."
                            .formatted(name, grid.every()));
        }
    }

    private synchronized void look() {
        lastLook = Instant.now();
        if (ended) {
            return;
        }
        for (var duty : duties.values()) {
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
            case NOTHING -> {}
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
                duty.visits() ? duty.grid().every() : null,
                duty.isEnabled(),
                duty.visits() && state.equals("STARTED") ? duty.nextVisitAt() : null,
                state,
                runs.isEmpty() ? null : runs.get(0),
                runs,
                !running && duty.isEnabled(),
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

    private static void refuseIfDisabled(Duty duty) {
        if (!duty.isEnabled()) {
            throw new NotNowException(duty.name + ": the hub's plan has it switched off");
        }
    }
}
