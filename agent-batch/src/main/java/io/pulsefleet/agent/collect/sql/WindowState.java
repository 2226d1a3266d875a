package io.pulsefleet.agent.collect.sql;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.pulsefleet.agent.collect.Past;
import io.pulsefleet.wire.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;

/**
 * What one run of a target's queries leaves to the next (PA-05). It is the target's place: sealed in one file with what the
 * run found, so that a window is done when its answers are safe, and only then.
 *
 * @param series begins anew where the state starts clean, and with it the batch index
 * @param batchIndex counts runs, failed ones as well
 * @param nextStart where the next window starts: the last success, or what the first run looked back to
 * @param lastSuccess null before the first
 * @param lastFailed null while none has failed
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record WindowState(
        UUID series,
        @JsonProperty("batch_index") long batchIndex,
        @JsonProperty("next_start") Instant nextStart,
        @JsonProperty("last_successful_timestamp") Instant lastSuccess,
        @JsonProperty("last_failed_uuid") UUID lastFailed) {

    WindowState {
        if (series == null || nextStart == null || batchIndex < 0) {
            throw new IllegalArgumentException("batch_index: the state is not whole");
        }
    }

    static WindowState clean(Instant now, Duration lookBack) {
        return new WindowState(UUID.randomUUID(), 0, now.minus(lookBack).truncatedTo(ChronoUnit.MILLIS), null, null);
    }

    /** As it was before that window: the UUID is the same as then, and for one that is new the same at each try. */
    static WindowState ofPast(String target, Past past) {
        var told = past.told()
                .orElseGet(() -> new Past.Told(UUID.nameUUIDFromBytes(("backfill " + target).getBytes(UTF_8)), 1));
        return new WindowState(told.series(), told.batch() - 1, past.from(), null, null);
    }

    /** Before the first run. */
    boolean isClean() {
        return batchIndex == 0;
    }

    /** @throws IOException when it is no such state */
    static WindowState read(String place) throws IOException {
        return Json.read(place.getBytes(StandardCharsets.UTF_8), WindowState.class);
    }

    String asPlace() {
        return new String(Json.bytes(this), StandardCharsets.UTF_8);
    }

    /** The same for the same run, however often it is tried: a receiver may know it again (PA-06). */
    UUID uuidOfNext() {
        var run = series + " " + (batchIndex + 1) + " " + Window.format(nextStart);
        return UUID.nameUUIDFromBytes(run.getBytes(StandardCharsets.UTF_8));
    }

    WindowState afterSuccess(Window window) {
        return new WindowState(series, batchIndex + 1, window.end(), window.end(), lastFailed);
    }

    /** The window stays to be done; the next run is another one all the same. */
    WindowState afterFailure() {
        return new WindowState(series, batchIndex + 1, nextStart, lastSuccess, uuidOfNext());
    }

    Optional<Instant> succeededLast() {
        return Optional.ofNullable(lastSuccess);
    }
}
