package io.pulsefleet.hub.uptime;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.pulsefleet.hub.http.Problems;
import io.pulsefleet.store.uptime.Distribution;
import io.pulsefleet.store.uptime.Incidents;
import io.pulsefleet.store.uptime.Incidents.Incident;
import io.pulsefleet.store.uptime.MonitorSearch;
import io.pulsefleet.store.uptime.MonitorSearch.Filter;
import io.pulsefleet.store.uptime.MonitorSearch.Row;
import io.pulsefleet.store.uptime.Reports;
import io.pulsefleet.store.uptime.Reports.Counted;
import io.pulsefleet.store.uptime.Reports.Latency;
import io.pulsefleet.store.uptime.Reports.Total;
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
    private static final int MOST_ON_PAPER = 1_000;

    @Inject
    Reports reports;

    @Inject
    MonitorSearch search;

    @Inject
    Incidents incidents;

    @Inject
    MaintenanceBook maintenance;

    /**
     * Of a datacenter, or of all together.
     *
     * @param uptime percent of the heartbeats that were not down, of those that saw anything; left out where there are none
     * @param unknown heartbeats of which the prober itself failed
     * @param excluded heartbeats in maintenance, which are in no other number
     * @param latency by phase
     */
    public record PartView(
            Double uptime,
            long up,
            long degraded,
            long down,
            long unknown,
            long excluded,
            Map<String, LatencyView> latency) {}

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
        return new PartView(sum.uptime(), sum.up(), sum.degraded(), sum.down(), sum.unknown(), sum.excluded(), phases);
    }

    private static LatencyView latency(Distribution all) {
        return new LatencyView(all.count(), all.percentile(0.5), all.percentile(0.95), all.percentile(0.99));
    }

    /** What some heartbeats saw. */
    record Sum(long up, long degraded, long down, long unknown, long excluded) {

        static final Sum NOTHING = new Sum(0, 0, 0, 0, 0);

        static Sum of(Collection<Counted> counts) {
            return new Sum(
                    counts.stream().mapToLong(Counted::up).sum(),
                    counts.stream().mapToLong(Counted::degraded).sum(),
                    counts.stream().mapToLong(Counted::down).sum(),
                    counts.stream().mapToLong(Counted::unknown).sum(),
                    counts.stream().mapToLong(Counted::excluded).sum());
        }

        /** Percent of those that saw anything; null: nothing was seen. */
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

    /** A month or a year in UTC, up to now where it is not over. */
    private record Period(String of, Instant from, Instant to) {

        static Period of(String text) {
            var isYear = text.matches("[0-9]{4}");
            var first = monthOf(isYear ? text + "-01" : text);
            var next = beginOf(first.plusMonths(isYear ? 12 : 1));
            var now = Instant.now();
            return new Period(text, beginOf(first), next.isBefore(now) ? next : now);
        }

        private static Instant beginOf(YearMonth month) {
            return month.atDay(1).atStartOfDay().toInstant(ZoneOffset.UTC);
        }
    }

    /**
     * A month or a year in UTC, one line a monitor.
     *
     * @throws jakarta.ws.rs.WebApplicationException 400 where it is no month
     */
    String csv(String month, String tag) {
        var of = Period.of(month);
        var sums = sums(of.from(), of.to());
        var csv =
                new StringBuilder("monitor,name,kind,tags,month,uptime_percent,up,degraded,down,excluded,unknown\r\n");
        for (var row : monitors(tag, ALL)) {
            var sum = sums.getOrDefault(row.id(), Sum.NOTHING);
            csv.append(row.id())
                    .append(',')
                    .append(quoted(row.name()))
                    .append(',')
                    .append(row.kind())
                    .append(',')
                    .append(quoted(String.join(" ", row.tags())))
                    .append(',')
                    .append(of.of())
                    .append(',')
                    .append(sum.uptime() == null ? "" : String.format(Locale.ROOT, "%.4f", sum.uptime()))
                    .append("," + sum.up() + "," + sum.degraded() + "," + sum.down() + "," + sum.excluded() + ","
                            + sum.unknown() + "\r\n");
        }
        return csv.toString();
    }

    private List<Row> monitors(String tag, int most) {
        return search.page(new Filter("", tag, "", ""), 0, most).rows();
    }

    /**
     * A month or a year in UTC, with all that a contract asks for.
     *
     * @throws jakarta.ws.rs.WebApplicationException 400 where it is no month, 422 where there are too many monitors
     */
    SlaView sla(String month, String tag) {
        var of = Period.of(month);
        var rows = monitors(tag, MOST_ON_PAPER + 1);
        if (rows.size() > MOST_ON_PAPER) {
            throw Problems.tooMuch("There are more than " + MOST_ON_PAPER
                    + " monitors, which nobody reads: ask for those of a tag, or for format=csv.");
        }
        var ids = rows.stream().map(Row::id).toList();
        var counts = reports.count(0, of.from(), of.to(), maintenance).stream().collect(groupingBy(Counted::monitor));
        var totals =
                reports.totals(ids, of.from(), of.to(), maintenance).stream().collect(groupingBy(Total::monitor));
        var happened = incidents.list(Incidents.Filter.of(ids, of.from(), of.to()), 0, ALL).stream()
                .collect(groupingBy(Incident::monitor));
        return new SlaView(
                of.of(),
                of.from(),
                of.to(),
                tag.isEmpty() ? null : tag,
                rows.stream()
                        .map(row -> SlaRow.of(
                                row,
                                counts.getOrDefault(row.id(), List.of()),
                                totals.getOrDefault(row.id(), List.of()),
                                happened.getOrDefault(row.id(), List.of()),
                                of.from(),
                                of.to()))
                        .toList());
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
        throw Problems.badField(
                "month", "must be a month as 2026-11, or a year as 2026, from 2000 on, and none that is to come");
    }

    /** What begins as a formula is one to spreadsheets, however it is quoted. */
    private static String quoted(String text) {
        var safe = text.matches("(?s)[=+@\\t\\r-].*") ? "'" + text : text;
        return "\"" + safe.replace("\"", "\"\"") + "\"";
    }
}
