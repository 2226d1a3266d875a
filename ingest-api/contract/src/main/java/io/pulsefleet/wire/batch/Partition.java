package io.pulsefleet.wire.batch;

import io.pulsefleet.wire.Required;
import java.time.Instant;

/**
 * One of the parts that a step works on side by side.
 *
 * @param number from 0
 * @param state a Jakarta Batch status, see {@link Execution}
 * @param exit what it said at its end; empty while it runs
 * @param startedAt null where it is not told
 * @param endedAt null while it runs, and where it is not told
 */
public record Partition(int number, String state, String exit, Instant startedAt, Instant endedAt, Metrics metrics) {

    public Partition {
        Required.text("state", state, 20);
        exit = Text.shortened(exit, Execution.LONGEST_EXIT);
        metrics = metrics == null ? Metrics.NONE : metrics;
    }
}
