package io.pulsefleet.agent.schedule;

import io.pulsefleet.wire.JobRun;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What is to be done about a job's shift.
 *
 * <pre>
 * none, COMPLETED          --planned--------> START
 * FAILED                   --planned, and a minute has passed--> START
 * STOPPED by the plan      --planned again--> START
 * STOPPED by a person      ------------------> NOTHING
 * running                  --not planned----> STOP
 * </pre>
 */
enum Keeper {
    START,
    STOP,
    NOTHING;

    /** A job that fails at once must not be started at once again for ever. */
    static final Duration AFTER_FAILURE = Duration.ofMinutes(1);

    static Keeper decide(Optional<JobRun> newest, boolean planned, boolean stoppedByPlan, Instant now) {
        var state = newest.map(JobRun::state).orElse("NONE");
        return switch (state) {
            case "NONE", "COMPLETED" -> planned ? START : NOTHING;
            case "FAILED" ->
                planned && !newest.get().endedAt().plus(AFTER_FAILURE).isAfter(now) ? START : NOTHING;
            case "STOPPED" -> planned && stoppedByPlan ? START : NOTHING;
            case "STARTING", "STARTED" -> planned ? NOTHING : STOP;
            default -> NOTHING;
        };
    }
}
