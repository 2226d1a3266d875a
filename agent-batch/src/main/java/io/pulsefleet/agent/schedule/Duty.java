package io.pulsefleet.agent.schedule;

import io.pulsefleet.settings.schedule.Schedule;
import io.pulsefleet.settings.schedule.Timetable;
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
    private Schedule schedule = Schedule.NONE;
    private Optional<PlannedJob> planned = Optional.empty();
    private PlannedJob plan;
    private Optional<Future<?>> rings = Optional.empty();
    private boolean stoppedByPlan;
    private Optional<Haste> haste = Optional.empty();

    /** More often than planned, for a while. */
    private record Haste(Duration every, Instant until) {}

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

    /** @return whether its moments are others now; the plan's interval stands, where there is one */
    boolean follow(Duration newEveryByDefault, Schedule newSchedule) {
        var before = timetable();
        everyByDefault = newEveryByDefault;
        schedule = newSchedule;
        follow(planned);
        return !timetable().equals(before);
    }

    boolean visits() {
        return kind == Shift.Kind.COLLECTOR;
    }

    /** Whether it is to run by itself. */
    boolean isKept() {
        return kind != Shift.Kind.ON_CALL;
    }

    boolean isEnabled() {
        return plan.enabled();
    }

    Timetable timetable() {
        return new Timetable(schedule, every());
    }

    private Duration every() {
        return haste.map(Haste::every)
                .filter(every -> every.compareTo(plan.every()) < 0)
                .orElse(plan.every());
    }

    /**
     * Visits as often as this until then, where it visits at an interval; hours without visits stay.
     *
     * @return whether its moments are others now
     */
    boolean hasten(Duration every, Instant until) {
        var before = timetable();
        haste = schedule.cron().isEmpty() && isEnabled() ? Optional.of(new Haste(every, until)) : Optional.empty();
        return !timetable().equals(before);
    }

    boolean isHastened() {
        return haste.isPresent();
    }

    /** @return whether its haste has just ended */
    boolean calm(Instant now) {
        var isOver = haste.filter(hurry -> !now.isBefore(hurry.until())).isPresent();
        if (isOver) {
            haste = Optional.empty();
        }
        return isOver;
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

    /** Empty where none is to come. */
    Optional<Instant> nextVisitAt() {
        return timetable().after(Instant.now());
    }
}
