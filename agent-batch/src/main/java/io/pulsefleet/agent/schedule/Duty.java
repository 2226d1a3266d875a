package io.pulsefleet.agent.schedule;

import io.pulsefleet.wire.Plan.PlannedJob;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Future;

/** One job that the schedule looks after. Guarded by {@link Shifts}. */
final class Duty {

    final String name;
    final String about;
    final Shift.Kind kind;

    private Duration everyByDefault;
    private Optional<PlannedJob> planned = Optional.empty();
    private PlannedJob plan;
    private Optional<Future<?>> rings = Optional.empty();
    private boolean stoppedByPlan;

    Duty(String name, String about, Shift.Kind kind, Duration everyByDefault) {
        this.name = name;
        this.about = about;
        this.kind = kind;
        this.everyByDefault = everyByDefault;
        this.plan = new PlannedJob(name, everyByDefault, true);
    }

    /** @return whether the interval is another one now */
    boolean follow(Optional<PlannedJob> newlyPlanned) {
        var before = plan.every();
        planned = newlyPlanned;
        plan = planned.orElseGet(() -> new PlannedJob(name, everyByDefault, true));
        return !plan.every().equals(before);
    }

    /** @return whether the interval is another one now; the plan's stands, where there is one */
    boolean follow(Duration newEveryByDefault) {
        everyByDefault = newEveryByDefault;
        return follow(planned);
    }

    boolean visits() {
        return kind == Shift.Kind.COLLECTOR;
    }

    boolean isEnabled() {
        return plan.enabled();
    }

    Grid grid() {
        return new Grid(plan.every());
    }

    boolean isStoppedByPlan() {
        return stoppedByPlan;
    }

    void setStoppedByPlan(boolean stopped) {
        stoppedByPlan = stopped;
    }

    void ringWith(Future<?> newRings) {
        ringNoMore();
        rings = Optional.of(newRings);
    }

    void ringNoMore() {
        rings.ifPresent(old -> old.cancel(false));
    }

    Instant nextVisitAt() {
        return grid().after(Instant.now());
    }
}
