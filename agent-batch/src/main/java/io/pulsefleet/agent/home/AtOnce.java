package io.pulsefleet.agent.home;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Settings that may change while the agent runs: all those of a collector that nobody else keeps, and when each
 * collector visits. Who needs one of them beside the collector reads it anew each time.
 */
public final class AtOnce {

    private static final Set<String> COLLECTORS = Set.of("docker", "logs", "plugins", "ports", "processes", "services");

    private static final Set<String> VISITING = Set.of(
            "docker",
            "logs",
            "pg-log",
            "pg-stat",
            "plugins",
            "ports",
            "processes",
            "queries",
            "services",
            "system",
            "uptime");

    private AtOnce() {}

    /** @param setting as the environment calls it */
    public static boolean mayChange(String setting) {
        return isRhythm(setting) || collectorOf(setting).isPresent();
    }

    /** The collector that has to be made anew for it. */
    public static Optional<String> collectorOf(String setting) {
        return isRhythm(setting)
                ? Optional.empty()
                : COLLECTORS.stream()
                        .filter(name -> setting.equals(prefix(name)) || setting.startsWith(prefix(name) + "_"))
                        .findFirst();
    }

    /** The settings of each collector that say how often it visits, and when. */
    static Stream<String> rhythms() {
        return VISITING.stream()
                .flatMap(name -> Stream.of(prefix(name) + "_EVERY", prefix(name) + "_SCHEDULE"))
                .filter(name -> !name.equals("PULSE_UPTIME_SCHEDULE")); // monitors have their own times
    }

    private static boolean isRhythm(String setting) {
        return rhythms().anyMatch(setting::equals);
    }

    private static String prefix(String collector) {
        return "PULSE_" + collector.replace('-', '_').toUpperCase(Locale.ROOT);
    }
}
