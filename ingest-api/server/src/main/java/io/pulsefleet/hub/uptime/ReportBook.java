package io.pulsefleet.hub.uptime;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.pulsefleet.hub.http.Problems;
import io.pulsefleet.store.uptime.Distribution;
import io.pulsefleet.store.uptime.MonitorSearch;
import io.pulsefleet.store.uptime.MonitorSearch.Filter;
import io.pulsefleet.store.uptime.MonitorSearch.Row;
import io.pulsefleet.store.uptime.Reports;
import io.pulsefleet.store.uptime.Reports.Counted;
import io.pulsefleet.store.uptime.Reports.Latency;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** How much of a span monitors were up, and how slow. */
@ApplicationScoped
public class ReportBook {

    private static final int ALL = 100_000;

    @Inject
    Reports reports;

    @Inject
    MonitorSearch search;

    @Inject
    MaintenanceBook maintenance;

    /**
     * Of a datacenter, or of all together.
     *
     * @param uptime percent of the heartbeats that were not down; left out where there are none
     * @param excluded heartbeats in maintenance, which are in no other number
     * @param latency by phase
     */
    public record PartView(
            Double uptime, long up, long degraded, long down, long excluded, Map<String, LatencyView> latency) {}

    /** Microseconds, at most 5 % off. */
    public record LatencyView(long count, long p50, long p95, long p99) {}

    /** One monitor's report. */
    @JsonNaming(SnakeCaseStrategy.class)
    public record ReportView(
            int monitor, Instant from, Instant to, PartView together, Map<String, PartView> datacenters) {}

    ReportView of(int monitor, Asked.Span span) {
        var counts = reports.count(monitor, span.from(), span.to(), maintenance);
        var latencies = reports.latencies(monitor, span.from(), span.to(), maintenance);
        var datacenters = new TreeMap<String, PartView>();
        for (var count : counts) {
            datacenters.put(
                    count.datacenter(),
                    part(
                            List.of(count),
                            latencies.stream()
                                    .filter(latency -> latency.datacenter().equals(count.datacenter()))
                                    .toList()));
        }
        return new ReportView(monitor, span.from(), span.to(), part(counts, latencies), datacenters);
    }

    private static PartView part(Collection<Counted> counts, Collection<Latency> latencies) {
        var sum = Sum.of(counts);
        var phases = new TreeMap<String, LatencyView>();
        latencies.stream()
                .collect(groupingBy(Latency::phase, mapping(Latency::distribution, toList())))
                .forEach((phase, some) -> phases.put(phase, latency(Distribution.of(some))));
        return new PartView(sum.uptime(), sum.up(), sum.degraded(), sum.down(), sum.excluded(), phases);
    }

    private static LatencyView latency(Distribution all) {
        return new LatencyView(all.count(), all.percentile(0.5), all.percentile(0.95), all.percentile(0.99));
    }

    /** What some heartbeats saw. */
    record Sum(long up, long degraded, long down, long excluded) {

        static Sum of(Collection<Counted> counts) {
            return new Sum(
                    counts.stream().mapToLong(Counted::up).sum(),
                    counts.stream().mapToLong(Counted::degraded).sum(),
                    counts.stream().mapToLong(Counted::down).sum(),
                    counts.stream().mapToLong(Counted::excluded).sum());
        }

        /** Percent; null: nothing was seen. */
        Double uptime() {
            var all = up + degraded + down;
            return all == 0 ? null : 100.0 * (up + degraded) / all;
        }
    }

    /** By monitor. */
    Map<Integer, Sum> sums(Instant from, Instant to) {
        var sums = new TreeMap<Integer, Sum>();
        reports.count(0, from, to, maintenance).stream()
                .collect(groupingBy(Counted::monitor))
                .forEach((monitor, counts) -> sums.put(monitor, Sum.of(counts)));
        return sums;
    }

    List<Row> monitors() {
        return search.page(new Filter("", "", "", ""), 0, ALL).rows();
    }

    /**
     * A month in UTC, one line a monitor.
     *
     * @throws jakarta.ws.rs.WebApplicationException 400 where it is no month
     */
    String csv(String month) {
        var of = monthOf(month);
        var from = of.atDay(1).atStartOfDay().toInstant(ZoneOffset.UTC);
        var next = of.plusMonths(1).atDay(1).atStartOfDay().toInstant(ZoneOffset.UTC);
        var now = Instant.now();
        var sums = sums(from, next.isBefore(now) ? next : now);
        var csv = new StringBuilder("monitor,name,kind,tags,month,uptime_percent,up,degraded,down,excluded\r\n");
        for (var row : monitors()) {
            var sum = sums.getOrDefault(row.id(), new Sum(0, 0, 0, 0));
            csv.append(row.id())
                    .append(',')
                    .append(quoted(row.name()))
                    .append(',')
                    .append(row.kind())
                    .append(',')
                    .append(quoted(String.join(" ", row.tags())))
                    .append(',')
                    .append(of)
                    .append(',')
                    .append(sum.uptime() == null ? "" : String.format(Locale.ROOT, "%.4f", sum.uptime()))
                    .append("," + sum.up() + "," + sum.degraded() + "," + sum.down() + "," + sum.excluded() + "\r\n");
        }
        return csv.toString();
    }

    private static YearMonth monthOf(String text) {
        try {
            var month = YearMonth.parse(text);
            if (month.getYear() >= 2000 && !month.isAfter(YearMonth.now(ZoneOffset.UTC))) {
                return month;
            }
        } catch (DateTimeException isNone) { // told below
            return refused();
        }
        return refused();
    }

    private static YearMonth refused() {
        throw Problems.badField("month", "must be a month as 2026-11, from 2000 on, and none that is to come");
    }

    /** What begins as a formula is one to spreadsheets, however it is quoted. */
    private static String quoted(String text) {
        var safe = text.matches("(?s)[=+@\\t\\r-].*") ? "'" + text : text;
        return "\"" + safe.replace("\"", "\"\"") + "\"";
    }
}
