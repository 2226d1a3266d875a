package io.pulsefleet.wire.batch;

import io.pulsefleet.wire.Required;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One execution of a job as it stands.
 *
 * @param job its name, the id in the job's XML
 * @param instance number of the job instance that it belongs to; a restart is another execution of the same instance
 * @param execution its own number, in the job repository that it is in
 * @param state a Jakarta Batch status: STARTING STARTED STOPPING STOPPED FAILED COMPLETED ABANDONED
 * @param exit what it said at its end; empty while it runs
 * @param createdAt when it was submitted; null where it is not told
 * @param startedAt null while it has not started, and where it is not told
 * @param endedAt null while it runs
 * @param updatedAt when its state last changed; null where it is not told
 * @param parameters what it was started with, in the order told
 * @param steps in the order in which they began; none where they were not asked for
 */
public record Execution(
        String job,
        long instance,
        long execution,
        String state,
        String exit,
        Instant createdAt,
        Instant startedAt,
        Instant endedAt,
        Instant updatedAt,
        Map<String, String> parameters,
        List<Step> steps) {

    public static final int LONGEST_EXIT = 4_000;
    public static final int MOST_STEPS = 1_000;

    public Execution {
        Required.text("job", job, 300);
        Required.text("state", state, 20);
        exit = Text.shortened(exit, LONGEST_EXIT);
        parameters = parameters == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
        steps = Required.list("steps", steps, MOST_STEPS);
    }
}
