package io.pulsefleet.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a host answered, for people: names and values, indented.
 *
 * <pre>
 * cpu:
 *   logical: 8
 * disks:
 *   - /
 * </pre>
 */
final class Outline {

    private final List<String> lines = new ArrayList<>();

    private Outline() {}

    static List<String> of(Json answer) {
        var outline = new Outline();
        outline.write("", "", answer);
        return outline.lines;
    }

    private void write(String indent, String label, Json part) {
        if (part.isLeaf()) {
            lines.add(indent + label + part.text());
            return;
        }
        if (!label.isEmpty()) {
            lines.add(indent + label.stripTrailing());
        }
        var inner = label.isEmpty() ? indent : indent + "  ";
        if (part.value() instanceof Map<?, ?> map) {
            map.forEach((name, value) -> write(inner, name + ": ", new Json(value)));
        } else {
            part.list().forEach(one -> write(inner, "- ", one));
        }
    }
}
