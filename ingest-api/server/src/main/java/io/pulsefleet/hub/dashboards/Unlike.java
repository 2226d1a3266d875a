package io.pulsefleet.hub.dashboards;

import io.pulsefleet.hub.http.Tree;
import io.pulsefleet.wire.RawJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;

/**
 * Where two dashboards differ, for those who must choose between them.
 *
 * <pre>
 * title: there 'Web', yours 'Front'
 * charts[1].top: there 20, yours 5
 * charts[2]: there is none, yours has 'system.cpu.utilization'
 * </pre>
 */
final class Unlike {

    private static final int MOST = 20;
    private static final int LONGEST = 60;

    private final List<String> all = new ArrayList<>();

    private Unlike() {}

    /** One text each; of very many the first, and how many more there are. */
    static List<String> between(Dashboard there, Dashboard yours) {
        var unlike = new Unlike();
        unlike.compare("", plain(there), plain(yours));
        if (unlike.all.size() <= MOST) {
            return unlike.all;
        }
        var told = new ArrayList<>(unlike.all.subList(0, MOST));
        told.add("and " + (unlike.all.size() - MOST) + " more");
        return told;
    }

    /** The names of those fields of the whole that differ. */
    static List<String> fields(Dashboard was, Dashboard is) {
        var fields = new ArrayList<String>();
        if (!was.title().equals(is.title())) {
            fields.add("title");
        }
        if (!was.description().equals(is.description())) {
            fields.add("description");
        }
        if (!was.charts().equals(is.charts())) {
            fields.add("charts");
        }
        return fields;
    }

    private static Object plain(Dashboard dashboard) {
        return Tree.ofJson(RawJson.of(dashboard).text()).root();
    }

    private void compare(String path, Object there, Object yours) {
        if (Objects.equals(there, yours)) {
            return;
        }
        if (there instanceof Map<?, ?> before && yours instanceof Map<?, ?> after) {
            var names = new TreeSet<String>();
            before.keySet().forEach(name -> names.add(String.valueOf(name)));
            after.keySet().forEach(name -> names.add(String.valueOf(name)));
            names.forEach(
                    name -> compare(path.isEmpty() ? name : path + "." + name, before.get(name), after.get(name)));
        } else if (there instanceof List<?> before && yours instanceof List<?> after) {
            for (int i = 0; i < Math.max(before.size(), after.size()); i++) {
                compare(
                        path + "[" + i + "]",
                        i < before.size() ? before.get(i) : null,
                        i < after.size() ? after.get(i) : null);
            }
        } else {
            all.add(path + ": there " + shown(there) + ", yours " + shown(yours));
        }
    }

    private static String shown(Object value) {
        if (value == null) {
            return "none";
        }
        if (value instanceof Map<?, ?> chart && chart.get("metric") instanceof String metric) {
            return "has '" + metric + "'";
        }
        var text = value instanceof String words
                ? "'" + words + "'"
                : RawJson.of(value).text();
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "...";
    }
}
