package io.pulsefleet.hub.jobs;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.pulsefleet.store.fleet.FleetJobs.Now;
import io.pulsefleet.store.fleet.Rhythm;
import java.time.Duration;
import java.util.Optional;

/** What is not as it should be with a job that runs. */
enum JobMark {
    /** A visit was due so long ago that somebody should look, and is not over: nothing was sealed since. */
    @JsonProperty("stuck")
    STUCK,

    /** A visit was due and is not over. */
    @JsonProperty("late")
    LATE,

    /** Its newest visit took much longer than those before, or takes so long already. */
    @JsonProperty("slow")
    SLOW,

    /** It visits and reads nothing, and runs before it did read something. */
    @JsonProperty("empty")
    EMPTY;

    static final Duration LATE_AFTER = Duration.ofMinutes(1);
    static final Duration STUCK_AFTER = Duration.ofMinutes(15);

    /** So many times what is usual, and at least so much more: of a visit of some milliseconds nobody needs to hear. */
    static final double SLOW_TIMES = 3;

    static final double SLOW_SECONDS = 5;

    /** As many visits without a reading are no chance any more. */
    static final int EMPTY_AFTER = 3;

    /** By its agent's clock alone: what is not known of an agent that is away is no mark of its job. */
    static Optional<JobMark> of(Now job) {
        if (!job.state().equals("STARTED")) {
            return Optional.empty();
        }
        var waits = waits(job);
        if (waits.compareTo(STUCK_AFTER) > 0) {
            return Optional.of(STUCK);
        }
        if (waits.compareTo(LATE_AFTER) > 0) {
            return Optional.of(LATE);
        }
        if (isSlow(job.rhythm(), waits)) {
            return Optional.of(SLOW);
        }
        return job.visits() >= EMPTY_AFTER && job.readings() == 0 && job.usuallyReads()
                ? Optional.of(EMPTY)
                : Optional.empty();
    }

    private static boolean isSlow(Rhythm rhythm, Duration waits) {
        if (rhythm.usualSeconds() == null) {
            return false;
        }
        var took = Math.max(rhythm.tookSeconds() == null ? 0 : rhythm.tookSeconds(), waits.toMillis() / 1000.0);
        return took > rhythm.usualSeconds() * SLOW_TIMES && took > rhythm.usualSeconds() + SLOW_SECONDS;
    }

    private static Duration waits(Now job) {
        var isOver = job.dueAt() == null
                || (job.lastVisitAt() != null && !job.lastVisitAt().isBefore(job.dueAt()));
        return isOver ? Duration.ZERO : Duration.between(job.dueAt(), job.updatedAt());
    }
}
