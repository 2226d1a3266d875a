package io.pulsefleet.agent.schedule;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.pulsefleet.wire.JobRun;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * A job as its console shows it.
 *
 * @param every from one visit to the next; null for the delivery, which visits nobody
 * @param enabled whether the plan wants it
 * @param nextVisitAt null where none is to come
 * @param state a Jakarta Batch status, or {@code NONE} before its first run
 * @param run the newest; null before the first
 * @param runs newest first
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record Shift(
        String name,
        String about,
        Kind kind,
        Duration every,
        boolean enabled,
        Instant nextVisitAt,
        String state,
        JobRun run,
        List<JobRun> runs,
        boolean canStart,
        boolean canStop,
        boolean canRestart) {

    public enum Kind {
        @JsonProperty("collector")
        COLLECTOR,
        @JsonProperty("delivery")
        DELIVERY,
        /** It runs when a person asks for it, with what it is to do. */
        @JsonProperty("on_call")
        ON_CALL
    }
}
