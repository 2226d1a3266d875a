package io.pulsefleet.hub.dashboards;

import io.pulsefleet.hub.http.Complaints;
import io.pulsefleet.hub.http.Parts;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Reads a dashboard that somebody wrote, so that all of its mistakes are told at once, typing errors too. */
final class Reading {

    private static final List<String> FIELDS = List.of("title", "description", "charts");
    private static final List<String> OF_THRESHOLD = List.of("value", "when", "severity", "label");

    private Reading() {}

    /**
     * @param written maps, lists, texts, numbers and flags
     * @param path of it in the whole, with what parts it from its fields: {@code dashboard.}
     * @return what could be read of it; empty: it is no object
     */
    static Optional<Dashboard> of(Object written, String path, Complaints wrong) {
        if (!(written instanceof Map<?, ?> given)) {
            wrong.add(path.replaceFirst("\\.$", ""), "must be an object");
            return Optional.empty();
        }
        given.keySet().stream()
                .map(String::valueOf)
                .filter(name -> !FIELDS.contains(name))
                .forEach(name -> wrong.add(path + name, "there is no such field; there are " + FIELDS));
        var own = new Complaints();
        var charts = given.get("charts") == null ? List.<Chart>of() : charts(given.get("charts"), own);
        var dashboard = new Dashboard(text(given, "title", own), text(given, "description", own), charts);
        own.addNew("", dashboard.complaints());
        wrong.addAll(path, own);
        return Optional.of(dashboard);
    }

    /** Of a list that is too long no more is read than says so. */
    private static List<Chart> charts(Object written, Complaints wrong) {
        var few = written instanceof List<?> all && all.size() > Dashboard.MOST_CHARTS
                ? all.subList(0, Dashboard.MOST_CHARTS)
                : written;
        if (few != written) {
            wrong.add("charts", "are more than the " + Dashboard.MOST_CHARTS + " that a dashboard has at most");
        }
        checkThresholds(few, wrong);
        return Parts.list(few, "charts", Chart.class, wrong);
    }

    private static void checkThresholds(Object charts, Complaints wrong) {
        var all = charts instanceof List<?> list ? list : List.of();
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i) instanceof Map<?, ?> chart && chart.get("thresholds") instanceof List<?> thresholds) {
                for (int t = 0; t < thresholds.size(); t++) {
                    var field = "charts[" + i + "].thresholds[" + t + "].";
                    if (thresholds.get(t) instanceof Map<?, ?> threshold) {
                        threshold.keySet().stream()
                                .map(String::valueOf)
                                .filter(name -> !OF_THRESHOLD.contains(name))
                                .forEach(name ->
                                        wrong.add(field + name, "there is no such field; there are " + OF_THRESHOLD));
                    }
                }
            }
        }
    }

    private static String text(Map<?, ?> given, String field, Complaints wrong) {
        var value = given.get(field);
        if (value != null && !(value instanceof String)) {
            wrong.add(field, "must be a text");
        }
        return Objects.toString(value, null);
    }
}
