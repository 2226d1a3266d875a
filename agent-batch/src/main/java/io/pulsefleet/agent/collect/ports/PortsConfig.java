package io.pulsefleet.agent.collect.ports;

import io.pulsefleet.settings.Setting;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Which ports must be open. */
public final class PortsConfig {

    private static final Pattern PORT = Pattern.compile("(?:(tcp|udp):)?(\\d{1,5})");

    static final Setting<List<CriticalPort>> CRITICAL = new Setting<>(
            "pulse.ports.critical",
            "",
            "Ports at which somebody must listen, with commas between: `22, 5432, udp:53`. Each has its own series, and is 0"
                    + " while nobody does (SP-03).",
            PortsConfig::read);

    public static final List<Setting<?>> ALL = List.of(CRITICAL);

    /** A port that must be open, at whatever address. */
    record CriticalPort(String transport, int port) {}

    private PortsConfig() {}

    private static List<CriticalPort> read(String text) {
        return Stream.of(text.split(",", -1))
                .map(String::strip)
                .map(PortsConfig::one)
                .distinct()
                .toList();
    }

    private static CriticalPort one(String text) {
        var match = PORT.matcher(text);
        if (!match.matches() || Integer.parseInt(match.group(2)) > 65_535) {
            throw new IllegalArgumentException("no port: " + text);
        }
        return new CriticalPort(match.group(1) == null ? "tcp" : match.group(1), Integer.parseInt(match.group(2)));
    }
}
