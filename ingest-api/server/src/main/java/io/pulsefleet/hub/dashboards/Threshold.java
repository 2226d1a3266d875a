package io.pulsefleet.hub.dashboards;

import io.pulsefleet.hub.http.Complaints;
import java.util.List;

/**
 * A line across a chart. What of a series lies beyond it is marked.
 *
 * @param value in the metric's unit: 0.8 of what is shown as 80 %
 * @param when which side is beyond it: {@code above} or {@code below}
 * @param severity {@code warning} or {@code error}
 * @param label empty: the value alone
 */
public record Threshold(Double value, String when, String severity, String label) {

    private static final int LONGEST_LABEL = 40;

    public Threshold {
        when = when == null ? "above" : when;
        severity = severity == null ? "warning" : severity;
        label = label == null ? "" : label.strip();
    }

    Complaints complaints() {
        var wrong = new Complaints();
        if (value == null || !Double.isFinite(value)) {
            wrong.add("value", "must be a number");
        }
        if (!List.of("above", "below").contains(when)) {
            wrong.add("when", "must be above or below");
        }
        if (!List.of("warning", "error").contains(severity)) {
            wrong.add("severity", "must be warning or error");
        }
        if (!Dashboard.isLine(label, LONGEST_LABEL)) {
            wrong.add("label", "must have at most " + LONGEST_LABEL + " characters, on one line");
        }
        return wrong;
    }
}
