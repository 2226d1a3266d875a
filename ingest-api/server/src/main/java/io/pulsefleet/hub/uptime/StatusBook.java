package io.pulsefleet.hub.uptime;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.pulsefleet.hub.http.Problems;
import io.pulsefleet.store.uptime.MonitorSearch.Row;
import io.pulsefleet.store.uptime.States;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * What everybody may see: monitors that were chosen to be public, and of these their name and state, nothing of where they
 * look or why they are down. It is made at most every ten seconds, however many ask.
 */
@ApplicationScoped
public class StatusBook {

    private static final Duration FRESH = Duration.ofSeconds(10);
    private static final Duration MONTH = Duration.ofDays(30);
    private static final int MOST_INCIDENTS = 200;

    @Inject
    ReportBook reports;

    @Inject
    States states;

    private volatile Made made =
            new Made(Instant.EPOCH, new StatusView(Instant.EPOCH, List.of(), List.of()), List.of());

    private record Made(Instant at, StatusView status, List<Row> rows) {}

    /** All that is public. */
    public record StatusView(Instant at, List<PublicMonitor> monitors, List<PublicIncident> incidents) {}

    /** @param uptime percent of the last 30 days; left out where nothing was seen */
    public record PublicMonitor(int id, String name, String state, Instant since, Double uptime) {}

    /** @param closedAt left out: it is open */
    @JsonNaming(SnakeCaseStrategy.class)
    public record PublicIncident(String name, String state, Instant openedAt, Instant closedAt) {}

    StatusView status() {
        return current().status();
    }

    /** @throws jakarta.ws.rs.WebApplicationException 404 where it is not there or not public: nobody can tell which */
    String badge(String monitor) {
        return current().status().monitors().stream()
                .filter(one -> Integer.toString(one.id()).equals(monitor))
                .findFirst()
                .map(Badge::of)
                .orElseThrow(() -> Problems.notFound("There is no public monitor " + monitor + "."));
    }

    private Made current() {
        var known = made;
        return known.at().plus(FRESH).isAfter(Instant.now()) ? known : anew();
    }

    private synchronized Made anew() {
        var now = Instant.now();
        if (made.at().plus(FRESH).isAfter(now)) {
            return made;
        }
        var rows = reports.monitors().stream().filter(Row::isPublic).toList();
        if (rows.isEmpty()) {
            made = new Made(now, new StatusView(now, List.of(), List.of()), rows);
            return made;
        }
        var sums = reports.sums(now.minus(MONTH), now);
        var ids = rows.stream().map(Row::id).toList();
        made = new Made(
                now,
                new StatusView(
                        now,
                        rows.stream()
                                .map(row -> new PublicMonitor(
                                        row.id(),
                                        row.name(),
                                        row.state(),
                                        row.since(),
                                        sums.containsKey(row.id())
                                                ? sums.get(row.id()).uptime()
                                                : null))
                                .toList(),
                        states.incidents(0, now.minus(MONTH), now, MOST_INCIDENTS).stream()
                                .filter(incident -> ids.contains(incident.monitor()))
                                .map(incident -> new PublicIncident(
                                        incident.name(), incident.state(), incident.openedAt(), incident.closedAt()))
                                .toList()),
                rows);
        return made;
    }

    /** A small picture for a page of one's own. */
    static final class Badge {

        private static final double LETTER = 6.6;
        private static final int MARGIN = 12;

        private Badge() {}

        static String of(PublicMonitor monitor) {
            var says = monitor.uptime() == null
                    ? monitor.state()
                    : monitor.state() + " " + String.format(Locale.ROOT, "%.2f %%", monitor.uptime());
            var left = width(monitor.name());
            var right = width(says);
            return """
                    <svg xmlns="http://www.w3.org/2000/svg" width="%1$d" height="20" role="img" aria-label="%4$s: %5$s">\
                    <rect width="%2$d" height="20" fill="#555"/><rect x="%2$d" width="%3$d" height="20" fill="%6$s"/>\
                    <g fill="#fff" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11" text-anchor="middle">\
                    <text x="%7$d" y="14">%4$s</text><text x="%8$d" y="14">%5$s</text></g></svg>\
                    """.formatted(
                            left + right,
                            left,
                            right,
                            escaped(monitor.name()),
                            escaped(says),
                            color(monitor.state()),
                            left / 2,
                            left + right / 2);
        }

        private static int width(String text) {
            return (int) Math.round(text.length() * LETTER) + MARGIN;
        }

        private static String color(String state) {
            return switch (state) {
                case "up" -> "#2e7d32";
                case "degraded", "regional" -> "#9a6700";
                case "down" -> "#b42318";
                default -> "#6b7280";
            };
        }

        private static String escaped(String text) {
            return text.replace("&", "&amp;")
                    .replace("<", "&lt;")
                    .replace(">", "&gt;")
                    .replace("\"", "&quot;");
        }
    }
}
