package io.pulsefleet.agent.collect.exposition;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a text said of its metrics before it gave their values. */
final class Families {

    private static final List<String> TYPES = List.of(
            "counter", "gauge", "histogram", "gaugehistogram", "summary", "info", "stateset", "unknown", "untyped");

    private static final List<String> SUFFIXES =
            List.of("_total", "_bucket", "_count", "_sum", "_created", "_gcount", "_gsum", "_info");

    /** OpenMetrics' units in UCUM, as OpenTelemetry writes it. */
    private static final Map<String, String> UNITS = Map.ofEntries(
            Map.entry("seconds", "s"),
            Map.entry("milliseconds", "ms"),
            Map.entry("bytes", "By"),
            Map.entry("ratio", "1"),
            Map.entry("percent", "%"),
            Map.entry("celsius", "Cel"),
            Map.entry("volts", "V"),
            Map.entry("amperes", "A"),
            Map.entry("joules", "J"),
            Map.entry("watts", "W"),
            Map.entry("meters", "m"),
            Map.entry("grams", "g"),
            Map.entry("hertz", "Hz"));

    private final Map<String, String> types = new HashMap<>();
    private final Map<String, String> units = new HashMap<>();

    /** @param isLeftAlone a moment at which a counter began, and no measure */
    record Family(boolean isCounter, boolean isLeftAlone, String unit) {}

    /** @return false where there is no such type */
    boolean type(String name, String type) {
        types.put(name, type);
        return TYPES.contains(type);
    }

    void unit(String name, String unit) {
        units.put(name, unit);
    }

    Family of(String sample) {
        var suffix = types.containsKey(sample) ? "" : suffix(sample);
        var name = sample.substring(0, sample.length() - suffix.length());
        var type = types.getOrDefault(name, suffix.isEmpty() ? "unknown" : "none");
        var isCounter = switch (type) {
            case "counter" -> suffix.isEmpty() || suffix.equals("_total");
            case "histogram", "summary" -> suffix.equals("_bucket") || suffix.equals("_count") || suffix.equals("_sum");
            case "unknown", "none" -> !types.containsKey(sample) && sample.endsWith("_total");
            default -> false;
        };
        var isMoment = suffix.equals("_created")
                && List.of("counter", "histogram", "summary").contains(type);
        return new Family(isCounter, isMoment, suffix.equals("_bucket") || suffix.endsWith("count") ? "1" : unit(name));
    }

    private static String suffix(String sample) {
        return SUFFIXES.stream().filter(sample::endsWith).findFirst().orElse("");
    }

    private String unit(String name) {
        var said = units.get(name);
        if (said != null) {
            return UNITS.getOrDefault(said, said);
        }
        var plain = name.endsWith("_total") ? name.substring(0, name.length() - "_total".length()) : name;
        var last = plain.lastIndexOf('_');
        return last < 0 ? "1" : UNITS.getOrDefault(plain.substring(last + 1), "1");
    }
}
