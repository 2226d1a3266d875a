package io.pulsefleet.wire.batch;

import io.pulsefleet.wire.Required;
import java.time.Instant;
import java.util.List;

/**
 * One step of an execution.
 *
 * @param name its id in the job's XML
 * @param state a Jakarta Batch status, see {@link Execution}
 * @param exit what it said at its end; empty while it runs
 * @param startedAt null where it is not told
 * @param endedAt null while it runs
 * @param metrics of all its partitions together where it has some
 * @param expected how many items there were to read when the execution began; null where it is not known
 * @param partitions by number; none where the step is not partitioned
 * @param trouble why it failed; null where it did not, or where nobody knows
 */
public record Step(
        String name,
        String state,
        String exit,
        Instant startedAt,
        Instant endedAt,
        Metrics metrics,
        Long expected,
        List<Partition> partitions,
        Trouble trouble) {

    public static final int MOST_PARTITIONS = 1_000;

    public Step {
        Required.text("name", name, 300);
        Required.text("state", state, 20);
        exit = Text.shortened(exit, Execution.LONGEST_EXIT);
        if (expected != null && expected < 0) {
            throw new IllegalArgumentException("expected: must not be negative");
        }
        metrics = metrics == null ? Metrics.NONE : metrics;
        partitions = Required.list("partitions", partitions, MOST_PARTITIONS);
    }
}
