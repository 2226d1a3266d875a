package io.pulsefleet.hub.uptime;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.pulsefleet.store.uptime.MonitorSearch.Row;
import io.pulsefleet.store.uptime.Standing;
import io.pulsefleet.wire.RawJson;
import java.time.Instant;
import java.util.List;

/**
 * A monitor, as it is answered.
 *
 * @param secrets their names
 * @param pushPath where a push monitor listens; only in the answer to who asked for it
 * @param seen its newest heartbeat in each datacenter
 */
@JsonNaming(SnakeCaseStrategy.class)
public record MonitorView(
        int id,
        String name,
        String kind,
        RawJson check,
        String schedule,
        int everySeconds,
        Integer degradedMs,
        int retries,
        Integer quorum,
        List<String> datacenters,
        List<String> tags,
        boolean paused,
        @JsonProperty("public") boolean isPublic,
        String needsMonitor,
        String needsHost,
        String statusGroup,
        List<String> secrets,
        String pushPath,
        long revision,
        Instant changedAt,
        String changedBy,
        String state,
        Instant since,
        String reason,
        List<SeenView> seen) {

    /**
     * @param remedy what is to be done where the prober itself failed; left out where it did not
     * @param totalUs microseconds; left out where nothing was reached
     */
    @JsonNaming(SnakeCaseStrategy.class)
    public record SeenView(
            String datacenter,
            Instant slotAt,
            Instant executedAt,
            Instant since,
            int failures,
            String status,
            String error,
            String message,
            String remedy,
            Long totalUs,
            Integer code,
            Instant certificateEnds) {

        static SeenView of(Standing standing) {
            return new SeenView(
                    standing.datacenter(),
                    standing.slot(),
                    standing.executedAt(),
                    standing.since(),
                    standing.failures(),
                    standing.status(),
                    standing.error(),
                    standing.message(),
                    standing.isUnknown() ? Verdict.remedy(standing.error()) : null,
                    standing.total(),
                    standing.code(),
                    standing.certificateEnds());
        }
    }

    /** One of a list. */
    @JsonNaming(SnakeCaseStrategy.class)
    public record MonitorRow(
            int id,
            String name,
            String kind,
            RawJson check,
            String schedule,
            int everySeconds,
            List<String> datacenters,
            List<String> tags,
            @JsonProperty("public") boolean isPublic,
            String state,
            Instant since,
            String reason,
            Instant seenAt,
            Long totalUs) {

        static MonitorRow of(Row row) {
            return new MonitorRow(
                    row.id(),
                    row.name(),
                    row.kind(),
                    new RawJson(row.check()),
                    row.schedule(),
                    row.everySeconds(),
                    row.datacenters(),
                    row.tags(),
                    row.isPublic(),
                    row.state(),
                    row.since(),
                    row.reason(),
                    row.seenAt(),
                    row.slowest());
        }
    }
}
