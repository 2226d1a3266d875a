package io.pulsefleet.hub.uptime;

import static java.util.stream.Collectors.toMap;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.pulsefleet.store.uptime.Distribution;
import io.pulsefleet.store.uptime.Incidents.Incident;
import io.pulsefleet.store.uptime.MonitorSearch.Row;
import io.pulsefleet.store.uptime.Reports.Counted;
import io.pulsefleet.store.uptime.Reports.Total;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One monitor's month.
 *
 * @param incidents how many were open at some time of it
 * @param incidentSeconds how long they were, in it, together
 */
@JsonNaming(SnakeCaseStrategy.class)
public record SlaRow(
        int monitor,
        String name,
        String kind,
        List<String> tags,
        int everySeconds,
        Part together,
        SortedMap<String, Part> datacenters,
        int incidents,
        long incidentSeconds) {

    /**
     * As seen from one datacenter, or from all together.
     *
     * @param uptime percent of the heartbeats that saw anything and were not down; left out where none did
     * @param downtimeSeconds as many slots as it was seen down, by the monitor's interval; of several datacenters their mean
     * @param unknown heartbeats of which the prober itself failed
     * @param excluded heartbeats in maintenance
     * @param p50 microseconds, at most 5 % off; left out where none was reached
     */
    @JsonNaming(SnakeCaseStrategy.class)
    public record Part(
            Double uptime,
            long up,
            long degraded,
            long down,
            long unknown,
            long excluded,
            long downtimeSeconds,
            Long p50,
            Long p95,
            Long p99) {

        private static Part of(ReportBook.Sum sum, int datacenters, int everySeconds, Distribution slow) {
            var isAny = slow.count() > 0;
            return new Part(
                    sum.uptime(),
                    sum.up(),
                    sum.degraded(),
                    sum.down(),
                    sum.unknown(),
                    sum.excluded(),
                    sum.down() * everySeconds / Math.max(1, datacenters),
                    isAny ? slow.percentile(0.5) : null,
                    isAny ? slow.percentile(0.95) : null,
                    isAny ? slow.percentile(0.99) : null);
        }
    }

    static SlaRow of(
            Row row,
            Collection<Counted> counts,
            Collection<Total> totals,
            Collection<Incident> incidents,
            Instant from,
            Instant to) {
        var slow = totals.stream().collect(toMap(Total::datacenter, Total::distribution));
        var datacenters = new TreeMap<String, Part>();
        for (var count : counts) {
            datacenters.put(
                    count.datacenter(),
                    Part.of(
                            ReportBook.Sum.of(List.of(count)),
                            1,
                            row.everySeconds(),
                            Distribution.of(
                                    slow.containsKey(count.datacenter())
                                            ? List.of(slow.get(count.datacenter()))
                                            : List.of())));
        }
        return new SlaRow(
                row.id(),
                row.name(),
                row.kind(),
                row.tags(),
                row.everySeconds(),
                Part.of(ReportBook.Sum.of(counts), counts.size(), row.everySeconds(), Distribution.of(slow.values())),
                datacenters,
                incidents.size(),
                incidents.stream().mapToLong(one -> seconds(one, from, to)).sum());
    }

    private static long seconds(Incident one, Instant from, Instant to) {
        var began = one.openedAt().isBefore(from) ? from : one.openedAt();
        var ended = one.closedAt() == null || one.closedAt().isAfter(to) ? to : one.closedAt();
        return Math.max(0, Duration.between(began, ended).toSeconds());
    }
}
