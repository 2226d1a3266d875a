package io.pulsefleet.hub.query;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a line of the answer stands for: a series; or all series that have the same agent, the same values of some labels,
 * or nothing in common but the metric.
 */
record By(boolean series, boolean agent, List<String> labels) {

    static final By SERIES = new By(true, false, List.of());
    static final By AGENT = new By(false, true, List.of());
    static final By METRIC = new By(false, false, List.of());

    static final String ALL = "series, metric, or agent and label.<name>, as agent,label.cpu.mode";

    private static final String LABEL = "label.";

    /** As callers write it: {@code series}, {@code metric}, {@code agent}, {@code agent,label.cpu.mode}. */
    static Optional<By> read(String text) {
        if (text.equals("series")) {
            return Optional.of(SERIES);
        }
        if (text.equals("metric")) {
            return Optional.of(METRIC);
        }
        var agent = false;
        var labels = new ArrayList<String>();
        for (var part : text.split(",", -1)) {
            if (part.equals("agent") && !agent) {
                agent = true;
            } else if (part.startsWith(LABEL)
                    && part.length() > LABEL.length()
                    && !labels.contains(part.substring(LABEL.length()))) {
                labels.add(part.substring(LABEL.length()));
            } else {
                return Optional.empty();
            }
        }
        return Optional.of(new By(false, agent, List.copyOf(labels)));
    }

    /** The line that a series goes into. Those that lack a label go together. */
    Line lineOf(Line one) {
        if (series) {
            return one;
        }
        var shared = new TreeMap<String, String>();
        labels.forEach(name -> Optional.ofNullable(one.labels().get(name)).ifPresent(value -> shared.put(name, value)));
        return new Line(
                agent ? one.agent() : null,
                agent ? one.hostname() : null,
                agent ? one.number() : 0,
                null,
                null,
                labels.isEmpty() ? null : shared,
                false);
    }
}
