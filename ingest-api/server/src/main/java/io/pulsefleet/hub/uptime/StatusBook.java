package io.pulsefleet.hub.uptime;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import io.pulsefleet.hub.Fresh;
import io.pulsefleet.hub.http.Problems;
import io.pulsefleet.hub.uptime.MaintenanceBook.Announced;
import io.pulsefleet.store.uptime.Incidents;
import io.pulsefleet.store.uptime.Incidents.Filter;
import io.pulsefleet.store.uptime.Incidents.Note;
import io.pulsefleet.store.uptime.MonitorSearch;
import io.pulsefleet.store.uptime.MonitorSearch.Row;
import io.pulsefleet.store.uptime.Reports;
import io.pulsefleet.store.uptime.Reports.Day;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;

/**
 * What everybody may see: monitors that were chosen to be public, and of these their name and state, nothing of where they
 * look or why they are down; what was announced, and notes that were written for everybody. It is made at most every ten
 * seconds, and its bars every minute, however many ask.
 */
@ApplicationScoped
public class StatusBook {

    private static final Duration FRESH = Duration.ofSeconds(10);
    private static final Duration FRESH_DAYS = Duration.ofMinutes(1);
    private static final Duration MONTH = Duration.ofDays(30);
    private static final Duration AHEAD = Duration.ofDays(30);
    private static final int MOST_MONITORS = 500;
    private static final int MOST_INCIDENTS = 50;
    private static final int MOST_WINDOWS = 20;

    @Inject
    Reports reports;

    @Inject
    MonitorSearch search;

    @Inject
    Incidents incidents;

    @Inject
    MaintenanceBook maintenance;

    private final Fresh<StatusView> made = new Fresh<>(FRESH);
    private Days days = new Days(Instant.EPOCH, List.of(), Map.of());

    private record Days(Instant at, List<Integer> of, Map<Integer, List<Day>> byMonitor) {}

    StatusView status() {
        var now = Instant.now();
        return made.at(now, () -> of(now));
    }

    /** @throws jakarta.ws.rs.WebApplicationException 404 where it is not there or not public: nobody can tell which */
    String badge(String monitor) {
        return status().monitors().stream()
                .filter(one -> Integer.toString(one.id()).equals(monitor))
                .findFirst()
                .map(Badge::of)
                .orElseThrow(() -> Problems.notFound("There is no public monitor " + monitor + "."));
    }

    private StatusView of(Instant now) {
        var rows = search.publicOnes(MOST_MONITORS);
        if (rows.isEmpty()) {
            return StatusView.of(now, UptimeConfig.statusTitle(), List.of(), List.of(), List.of());
        }
        var ids = rows.stream().map(Row::id).toList();
        var today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        var seen = daysOf(ids, today, now);
        return StatusView.of(
                now,
                UptimeConfig.statusTitle(),
                rows.stream()
                        .map(row -> PublicMonitor.of(row, seen.getOrDefault(row.id(), List.of()), today))
                        .toList(),
                incidentsOf(ids, now),
                announced(rows, now));
    }

    private Map<Integer, List<Day>> daysOf(List<Integer> ids, LocalDate today, Instant now) {
        if (!days.of().equals(ids) || !days.at().plus(FRESH_DAYS).isAfter(now)) {
            var from = today.minusDays(PublicMonitor.DAYS - 1).atStartOfDay().toInstant(ZoneOffset.UTC);
            days = new Days(
                    now, ids, reports.days(ids, from, now, maintenance).stream().collect(groupingBy(Day::monitor)));
        }
        return days.byMonitor();
    }

    private List<PublicIncident> incidentsOf(List<Integer> ids, Instant now) {
        var found = incidents.list(Filter.of(ids, now.minus(MONTH), now), 0, MOST_INCIDENTS);
        var notes = incidents.notes(found.stream().map(Incidents.Incident::id).toList(), true).stream()
                .collect(groupingBy(
                        Note::incident, mapping(note -> new PublicIncident.Words(note.at(), note.text()), toList())));
        return found.stream()
                .map(one -> new PublicIncident(
                        one.name(),
                        one.state(),
                        one.openedAt(),
                        one.closedAt(),
                        notes.getOrDefault(one.id(), List.of())))
                .toList();
    }

    /** For monitors that are public, and of these by name only. */
    private List<PublicMaintenance> announced(List<Row> rows, Instant now) {
        return maintenance.announced(now, now.plus(AHEAD), MOST_WINDOWS).stream()
                .map(one -> new PublicMaintenance(one.window().name(), one.from(), one.to(), namesOf(one, rows)))
                .filter(one -> !one.monitors().isEmpty())
                .toList();
    }

    private static List<String> namesOf(Announced announced, List<Row> rows) {
        return rows.stream()
                .filter(row -> announced.window().isFor(row.id(), row.tags()))
                .map(Row::name)
                .toList();
    }
}
