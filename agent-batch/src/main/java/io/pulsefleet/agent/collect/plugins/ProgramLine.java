package io.pulsefleet.agent.collect.plugins;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A program as a setting names it: {@code load every=1m timeout=5s format=nagios: /usr/lib/nagios/plugins/check_load -w 5}.
 *
 * @param timeout empty where that of all holds
 */
record ProgramLine(String name, List<String> words, Duration every, Optional<Duration> timeout, Output.Format format) {

    static final Duration USUAL = Duration.ofMinutes(1);

    /** @throws IllegalArgumentException that names what cannot be understood */
    static List<ProgramLine> allOf(String text) {
        return Words.each(text, ProgramLine::of, ProgramLine::name);
    }

    private static ProgramLine of(String text) {
        var colon = text.indexOf(": ");
        if (colon < 0) {
            throw new IllegalArgumentException("'" + text + "' is not as `name: program arguments`");
        }
        var head = Words.of(text.substring(0, colon));
        var words = Words.of(text.substring(colon + 1));
        if (head.isEmpty() || words.isEmpty() || !words.get(0).startsWith("/")) {
            throw new IllegalArgumentException(
                    "'" + text + "': behind the colon stands a program's path from the root");
        }
        var every = USUAL;
        Optional<Duration> timeout = Optional.empty();
        var format = Output.Format.AUTO;
        for (var word : head.subList(1, head.size())) {
            var parts = word.split("=", 2);
            var value = parts.length > 1 ? parts[1] : "";
            switch (parts[0]) {
                case "every" -> every = Words.every(value);
                case "timeout" -> timeout = Optional.of(PluginsConfig.readTimeout(value));
                case "format" -> format = Output.Format.valueOf(value.toUpperCase(Locale.ROOT));
                default -> throw new IllegalArgumentException("'" + word + "' is none of every=, timeout=, format=");
            }
        }
        return new ProgramLine(Words.name(head.get(0)), words, every, timeout, format);
    }
}
