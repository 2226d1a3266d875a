package io.pulsefleet.wire;

import io.pulsefleet.wire.batch.Execution;
import java.time.Instant;

/**
 * One execution of a job as it stands now. Sent when it starts and when it ends, and with every heartbeat between; the
 * newest {@code updatedAt} wins.
 *
 * @param boot the agent's start that it belongs to: execution numbers begin anew with every start
 * @param state a Jakarta Batch status: STARTING STARTED STOPPING STOPPED FAILED COMPLETED ABANDONED
 * @param visits chunks committed
 * @param readings items written
 * @param skipped items skipped or filtered
 * @param errors visits that ended in an error
 * @param exit what it said at its end; empty while it runs
 * @param endedAt null while it runs
 * @param dueAt when its newest visit was due; null where it visits nobody, or none was due yet
 * @param lastVisitAt when its newest visit was over and sealed; null before the first
 * @param detail what it was like inside, told at its end only; null: not told
 * @param rhythm when it visits next, and how long visits take; null where it visits nobody or does not run, or its agent
 *     does not tell
 */
public record JobRun(
        String job,
        String boot,
        long execution,
        String state,
        Instant startedAt,
        Instant endedAt,
        long visits,
        long readings,
        long skipped,
        long errors,
        String exit,
        Instant updatedAt,
        Instant dueAt,
        Instant lastVisitAt,
        Execution detail,
        Rhythm rhythm) {

    /**
     * @param nextVisitAt null: none is to come, or it is not known
     * @param rest why visits are not asked for now: {@code paused}, or {@code hours} for hours in which its schedule has none;
     *     null where they are
     * @param tookSeconds how long the newest visit took, until it was sealed; null before the first
     * @param usualSeconds how long visits before it took; null while there were too few to tell
     */
    public record Rhythm(Instant nextVisitAt, String rest, Double tookSeconds, Double usualSeconds) {

        public Rhythm {
            if (rest != null) {
                Required.text("rest", rest, 20);
            }
        }
    }

    /** A run without a schedule, of which no more is told. */
    public JobRun(
            String job,
            String boot,
            long execution,
            String state,
            Instant startedAt,
            Instant endedAt,
            long visits,
            long readings,
            long skipped,
            long errors,
            String exit,
            Instant updatedAt) {
        this(
                job, boot, execution, state, startedAt, endedAt, visits, readings, skipped, errors, exit, updatedAt,
                null, null, null, null);
    }

    /** What it was like inside. */
    public JobRun with(Execution inside) {
        return new JobRun(
                job,
                boot,
                execution,
                state,
                startedAt,
                endedAt,
                visits,
                readings,
                skipped,
                errors,
                exit,
                updatedAt,
                dueAt,
                lastVisitAt,
                inside,
                rhythm);
    }

    public JobRun {
        Required.text("job", job, 100);
        Required.text("boot", boot, 40);
        Required.text("state", state, 20);
        Required.present("startedAt", startedAt);
        Required.present("updatedAt", updatedAt);
        exit = exit == null ? "" : exit;
    }
}
