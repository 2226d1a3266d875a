package io.pulsefleet.hub.uptime;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toList;

import io.pulsefleet.hub.uptime.PublicMonitor.PublicDay;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The public status page. Of what is public, and of nothing else: it sees no more than {@link StatusView}. */
final class StatusPage {

    private static final int EVERY_SECONDS = 60;
    private static final int BAR = 5;
    private static final int HEIGHT = 34;

    private StatusPage() {}

    static String of(StatusView status) {
        var open = status.incidents().stream()
                .filter(one -> one.closedAt() == null)
                .toList();
        var over = status.incidents().stream()
                .filter(one -> one.closedAt() != null)
                .toList();
        return Html.page(
                status.title(), "<meta http-equiv=\"refresh\" content=\"" + EVERY_SECONDS + "\">\n", """
                <main>
                <h1>%s</h1>
                %s%s%s%s%s<footer><span>As of %s; this page looks again every minute.</span>\
                <span><a href="/api/v1/status">As data</a></span></footer>
                </main>
                """.formatted(
                                Html.escaped(status.title()),
                                banner(status),
                                section("Going on", open, StatusPage::incident),
                                section("Maintenance", status.maintenance(), one -> maintenance(one, status)),
                                groups(status.monitors()),
                                section("The last 30 days", over, StatusPage::incident),
                                Html.time(status.at())));
    }

    private static String banner(StatusView status) {
        if (status.monitors().isEmpty()) {
            return "<p class=\"banner\">There is nothing to be seen here yet.</p>\n";
        }
        return "<p class=\"banner %s\" role=\"status\">%s</p>\n".formatted(toneOf(status.state()), headline(status));
    }

    private static String headline(StatusView status) {
        var down = status.monitors().stream()
                .filter(one -> one.state().equals("down"))
                .map(PublicMonitor::name)
                .toList();
        return switch (status.state()) {
            case "down" ->
                down.size() == 1
                        ? Html.escaped(down.get(0)) + " is down"
                        : down.size() == status.monitors().size()
                                ? "All is down"
                                : down.size() + " of " + status.monitors().size() + " are down";
            case "regional" -> "Some cannot be reached from everywhere";
            case "degraded" -> "Some are slow";
            case "unknown" -> "Of some it is not known how they are";
            case "maintenance" -> "Maintenance is under way";
            default -> "All is up";
        };
    }

    private interface Item<T> {
        String of(T one);
    }

    private static <T> String section(String heading, List<T> all, Item<T> item) {
        if (all.isEmpty()) {
            return "";
        }
        return "<h2>%s</h2>\n<ul class=\"card\">\n%s</ul>\n"
                .formatted(heading, all.stream().map(item::of).collect(joining()));
    }

    private static String groups(List<PublicMonitor> monitors) {
        Map<String, List<PublicMonitor>> groups = monitors.stream()
                .collect(groupingBy(one -> one.group() == null ? "" : one.group(), LinkedHashMap::new, toList()));
        return groups.entrySet().stream()
                .map(group -> section(Html.escaped(group.getKey()), group.getValue(), StatusPage::monitor))
                .map(html -> html.replace("<h2></h2>\n", "<h2>Systems</h2>\n"))
                .collect(joining());
    }

    private static String monitor(PublicMonitor monitor) {
        return """
                <li><div class="line"><h3>%s</h3>%s<span class="state %s">%s</span></div>
                %s<div class="scale"><span>90 days ago</span><span>today</span></div></li>
                """.formatted(
                Html.escaped(monitor.name()),
                monitor.uptime90() == null ? "" : "<span class=\"muted\">" + percent(monitor.uptime90()) + "</span>",
                toneOf(monitor.state()),
                stateOf(monitor.state()),
                bars(monitor));
    }

    private static String bars(PublicMonitor monitor) {
        var rects = new StringBuilder();
        for (int i = 0; i < monitor.days().size(); i++) {
            var day = monitor.days().get(i);
            rects.append("<rect x=\"%d\" width=\"%d\" height=\"%d\" class=\"%s\"><title>%s</title></rect>"
                    .formatted(i * BAR, BAR - 1, HEIGHT, day.state(), tellingOf(day)));
        }
        var troubled = monitor.days().stream()
                .filter(day -> day.state().equals("down") || day.state().equals("degraded"))
                .count();
        return "<svg class=\"bars\" viewBox=\"0 0 %d %d\" preserveAspectRatio=\"none\" role=\"img\" aria-label=\"%s\">%s</svg>\n"
                .formatted(
                        monitor.days().size() * BAR - 1,
                        HEIGHT,
                        troubled == 0
                                ? "Day by day, without any trouble"
                                : "Day by day: trouble on " + troubled + (troubled == 1 ? " day" : " days"),
                        rects);
    }

    private static String tellingOf(PublicDay day) {
        var said = switch (day.state()) {
            case "none" -> "nothing was seen";
            case "maintenance" -> "in maintenance";
            case "unknown" -> "not known";
            default ->
                percent(day.uptime()) + " up"
                        + (day.uptime() == 100 && day.state().equals("degraded") ? ", slow" : "");
        };
        return day.day() + ": " + said;
    }

    private static String incident(PublicIncident one) {
        return "<li><div class=\"line\"><h3>%s</h3><span class=\"state %s\">%s</span></div><p class=\"muted\">%s%s</p>%s</li>\n"
                .formatted(
                        Html.escaped(one.name()),
                        one.closedAt() == null ? toneOf(one.state()) : "",
                        one.closedAt() == null ? stateOf(one.state()) : "Over",
                        "since ".substring(0, one.closedAt() == null ? "since ".length() : 0)
                                + Html.time(one.openedAt()),
                        one.closedAt() == null ? "" : " – " + Html.time(one.closedAt()),
                        notes(one.notes()));
    }

    private static String notes(List<PublicIncident.Words> notes) {
        if (notes.isEmpty()) {
            return "";
        }
        return notes.stream()
                .map(note -> "<li><p>%s</p>%s</li>".formatted(Html.escaped(note.text()), Html.time(note.at())))
                .collect(joining("", "<ul class=\"notes\">", "</ul>"));
    }

    private static String maintenance(PublicMaintenance one, StatusView status) {
        var isNow = !one.from().isAfter(status.at());
        return "<li><div class=\"line\"><h3>%s</h3><span class=\"state\">%s</span></div><p class=\"muted\">%s – %s</p><p class=\"muted\">%s</p></li>\n"
                .formatted(
                        Html.escaped(one.name()),
                        isNow ? "Under way" : "Planned",
                        Html.time(one.from()),
                        Html.time(one.to()),
                        Html.escaped(String.join(", ", one.monitors())));
    }

    private static String percent(double uptime) {
        // 99.996 is not all of it
        return uptime == 100 ? "100 %" : String.format(Locale.ROOT, "%.2f %%", Math.floor(uptime * 100) / 100);
    }

    private static String toneOf(String state) {
        return switch (state) {
            case "up" -> "good";
            case "degraded", "regional" -> "warn";
            case "down" -> "bad";
            default -> "calm";
        };
    }

    private static String stateOf(String state) {
        return switch (state) {
            case "up" -> "Up";
            case "degraded" -> "Slow";
            case "regional" -> "Down in places";
            case "down" -> "Down";
            case "maintenance" -> "In maintenance";
            case "paused" -> "Not watched";
            default -> "Not known";
        };
    }
}
