package io.pulsefleet.hub.query;

import io.pulsefleet.hub.fleet.Marking;
import io.pulsefleet.store.fleet.Marks.Mark;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a line of the answer stands for: a series; or all series that have the same agent, or group of agents, or values of some
 * of the agents' tags, and the same values of some labels; or nothing in common but the metric.
 */
record By(boolean series, boolean agent, boolean group, List<String> tags, List<String> labels) {

    static final By SERIES = new By(true, false, false, List.of(), List.of());
    static final By METRIC = new By(false, false, false, List.of(), List.of());

    static final String ALL =
            "series, metric, or some of agent, group, tag.<name> and label.<name>, as group,label.cpu.mode";

    private static final String AGENT = "agent";
    private static final String GROUP = "group";
    private static final String TAG = "tag.";
    private static final String LABEL = "label.";

    /** As callers write it: {@code series}, {@code metric}, {@code agent}, {@code group,tag.rack,label.cpu.mode}. */
    static Optional<By> read(String text) {
        if (text.equals("series")) {
            return Optional.of(SERIES);
        }
        if (text.equals("metric")) {
            return Optional.of(METRIC);
        }
        var parts = List.of(text.split(",", -1));
        var isKnown = parts.stream()
                .allMatch(part -> part.equals(AGENT) || part.equals(GROUP) || isTag(part) || isNamed(part, LABEL));
        if (!isKnown || parts.stream().distinct().count() < parts.size()) {
            return Optional.empty();
        }
        return Optional.of(
                new By(false, parts.contains(AGENT), parts.contains(GROUP), named(parts, TAG), named(parts, LABEL)));
    }

    private static boolean isTag(String part) {
        return isNamed(part, TAG) && Marking.isTagName(part.substring(TAG.length()));
    }

    private static boolean isNamed(String part, String kind) {
        return part.startsWith(kind) && part.length() > kind.length();
    }

    private static List<String> named(List<String> parts, String kind) {
        return parts.stream()
                .filter(part -> isNamed(part, kind))
                .map(part -> part.substring(kind.length()))
                .toList();
    }

    /** Whether a line depends on what an admin says of its agent. */
    boolean wantsMarks() {
        return group || !tags.isEmpty();
    }

    /** What a line tells of its agent's mark. */
    Line marked(Line line, Mark mark) {
        return new Line(
                line.agent(),
                line.hostname(),
                line.number(),
                group ? mark.group() : null,
                tags.isEmpty() ? null : chosen(tags, mark.tags()),
                line.collector(),
                line.target(),
                line.labels(),
                line.counts());
    }

    /** The line that a series goes into. Those that lack a tag or a label go together. */
    Line lineOf(Line one) {
        if (series) {
            return one;
        }
        return new Line(
                agent ? one.agent() : null,
                agent ? one.hostname() : null,
                agent ? one.number() : 0,
                one.group(),
                one.tags(),
                null,
                null,
                labels.isEmpty() ? null : chosen(labels, one.labels()),
                false);
    }

    private static Map<String, String> chosen(List<String> names, Map<String, String> of) {
        var chosen = new TreeMap<String, String>();
        names.forEach(name -> Optional.ofNullable(of.get(name)).ifPresent(value -> chosen.put(name, value)));
        return chosen;
    }
}
