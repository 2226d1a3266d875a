package io.pulsefleet.wire;

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
        Instant updatedAt) {

    public JobRun {
        Required.text("job", job, 100);
        Required.text("boot", boot, 40);
        Required.text("state", state, 20);
        Required.present("startedAt", startedAt);
        Required.present("updatedAt", updatedAt);
        exit = exit == null ? "" : exit;
    }
}
