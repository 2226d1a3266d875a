package io.pulsefleet.hub.dashboards;

import io.pulsefleet.hub.http.Complaints;
import io.pulsefleet.hub.query.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * One chart: a question as Explore asks it, and how its answer is shown.
 *
 * @param title empty: the metric's name
 * @param of hosts: {@code web-1}, {@code group:web}, {@code tag:env:prod}; none: all
 * @param labels only series that bear them
 * @param aggregate what becomes of a series' values, as {@code rate} or {@code p95}; left out: as fits the metric
 * @param by what a line stands for, as {@code group,label.cpu.mode}; left out: a series
 * @param combine how several series become one line; left out: as fits
 * @param top so many lines, those with the largest averages
 * @param unit in UCUM, where the metric's own is not meant; left out: the metric's
 * @param thresholds at most {@value #MOST_THRESHOLDS}
 * @param events whether what happened on its hosts is marked
 * @param lastWeek whether the same hours a week before are drawn as well
 * @param width of twelve columns: 4, 6, 8 or 12
 */
public record Chart(
        String title,
        String metric,
        List<String> of,
        Map<String, String> labels,
        String aggregate,
        String by,
        String combine,
        Integer top,
        String unit,
        List<Threshold> thresholds,
        Boolean events,
        Boolean lastWeek,
        Integer width) {

    static final int MOST_THRESHOLDS = 5;

    private static final int LONGEST_TITLE = 100;
    private static final int LONGEST_NAME = 255;
    private static final int LONGEST_VALUE = 1_000;
    private static final int MOST_OF = 50;
    private static final int MOST_LABELS = 20;
    private static final int MOST_TOP = 50;
    private static final int USUAL_TOP = 20;
    private static final List<Integer> WIDTHS = List.of(4, 6, 8, 12);
    private static final Pattern UNIT = Pattern.compile("[!-~]{0,20}");
    private static final Pattern TAG = Pattern.compile("tag:[^:]+:.*");

    public Chart {
        title = title == null ? "" : title.strip();
        metric = metric == null ? "" : metric.strip();
        of = of == null ? List.of() : Collections.unmodifiableList(new ArrayList<>(of));
        labels = labels == null ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(labels));
        aggregate = emptyToNull(aggregate);
        by = emptyToNull(by);
        combine = emptyToNull(combine);
        unit = emptyToNull(unit);
        top = top == null ? USUAL_TOP : top;
        thresholds = thresholds == null ? List.of() : Collections.unmodifiableList(new ArrayList<>(thresholds));
        events = Boolean.TRUE.equals(events);
        lastWeek = Boolean.TRUE.equals(lastWeek);
        width = width == null ? Integer.valueOf(6) : width;
    }

    Complaints complaints() {
        var wrong = new Complaints();
        if (!Dashboard.isLine(title, LONGEST_TITLE)) {
            wrong.add("title", "must have at most " + LONGEST_TITLE + " characters, on one line");
        }
        if (metric.isEmpty() || !Dashboard.isLine(metric, LONGEST_NAME)) {
            wrong.add("metric", "must be the name of a metric, of " + LONGEST_NAME + " characters at most");
        }
        checkHosts(wrong);
        checkLabels(wrong);
        wrong.addAll("", new Shape(aggregate, by, combine, null).complaints());
        if (top < 1 || top > MOST_TOP) {
            wrong.add("top", "must be from 1 to " + MOST_TOP);
        }
        if (unit != null && !UNIT.matcher(unit).matches()) {
            wrong.add("unit", "must be a unit as By, s, 1 or Cel");
        }
        checkThresholds(wrong);
        if (!WIDTHS.contains(width)) {
            wrong.add("width", "must be 4, 6, 8 or 12 of twelve columns");
        }
        return wrong;
    }

    private void checkHosts(Complaints wrong) {
        if (of.size() > MOST_OF) {
            wrong.add("of", "must have at most " + MOST_OF + " entries");
            return;
        }
        for (int i = 0; i < of.size(); i++) {
            var one = of.get(i);
            if (one == null || one.isBlank() || !Dashboard.isLine(one, LONGEST_NAME)) {
                wrong.add("of[" + i + "]", "must be a hostname, group:<name> or tag:<name>:<value>");
            } else if (one.startsWith("tag:") && !TAG.matcher(one).matches()) {
                wrong.add("of[" + i + "]", "must be as tag:env:prod");
            } else if (one.equals("group:")) {
                wrong.add("of[" + i + "]", "must be as group:web");
            }
        }
    }

    private void checkLabels(Complaints wrong) {
        if (labels.size() > MOST_LABELS) {
            wrong.add("labels", "must be at most " + MOST_LABELS);
        }
        labels.forEach((name, value) -> {
            if (name.isEmpty()
                    || !Dashboard.isLine(name, LONGEST_NAME)
                    || value == null
                    || !Dashboard.isLine(value, LONGEST_VALUE)) {
                wrong.add("labels", "must be names with a value of one line each");
            }
        });
    }

    private void checkThresholds(Complaints wrong) {
        if (thresholds.size() > MOST_THRESHOLDS) {
            wrong.add("thresholds", "must be at most " + MOST_THRESHOLDS);
            return;
        }
        for (int i = 0; i < thresholds.size(); i++) {
            var field = "thresholds[" + i + "]";
            if (thresholds.get(i) == null) {
                wrong.add(field, "must be an object");
            } else {
                wrong.addAll(field + ".", thresholds.get(i).complaints());
            }
        }
    }

    private static String emptyToNull(String text) {
        return text == null || text.isBlank() ? null : text.strip();
    }
}
