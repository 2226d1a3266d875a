package io.pulsefleet.agent.collect.logs;

import java.util.Locale;
import java.util.Map;

/** OpenTelemetry's short names for what others call their levels. */
final class Severities {

    private static final Map<String, String> KNOWN = Map.ofEntries(
            Map.entry("trace", "TRACE"),
            Map.entry("finest", "TRACE"),
            Map.entry("finer", "TRACE"),
            Map.entry("debug", "DEBUG"),
            Map.entry("fine", "DEBUG"),
            Map.entry("config", "DEBUG"),
            Map.entry("info", "INFO"),
            Map.entry("information", "INFO"),
            Map.entry("notice", "INFO"),
            Map.entry("audit", "INFO"),
            Map.entry("warn", "WARN"),
            Map.entry("warning", "WARN"),
            Map.entry("error", "ERROR"),
            Map.entry("err", "ERROR"),
            Map.entry("severe", "ERROR"),
            Map.entry("crit", "FATAL"),
            Map.entry("critical", "FATAL"),
            Map.entry("alert", "FATAL"),
            Map.entry("emerg", "FATAL"),
            Map.entry("fatal", "FATAL"),
            Map.entry("panic", "FATAL"),
            Map.entry("systemout", "INFO"),
            Map.entry("systemerr", "ERROR"));

    /** Of syslog, from 0. */
    private static final String[] NUMBERED = {"FATAL", "FATAL", "FATAL", "ERROR", "WARN", "INFO", "INFO", "DEBUG"};

    private Severities() {}

    /** Empty where the word is not known. */
    static String of(String word) {
        var known = KNOWN.get(word);
        return known != null ? known : KNOWN.getOrDefault(word.strip().toLowerCase(Locale.ROOT), "");
    }

    static String ofSyslog(int number) {
        return NUMBERED[number & 7];
    }

    static final java.util.List<String> ALL = java.util.List.of("TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL");
}
