package io.pulsefleet.e2e.fleet;

import io.pulsefleet.settings.Setting;
import io.pulsefleet.settings.Settings;
import java.time.Duration;
import java.util.List;

/** What {@code mvn -Psim verify} takes as {@code -Dsim...}. */
record SimConfig(
        int agents, int minutes, boolean kills, long seed, Duration every, int backlog, int threads, Duration drain) {

    static final Setting<Integer> AGENTS = Setting.number("sim.agents", "500", "How many agents.");
    static final Setting<Integer> MINUTES = Setting.number("sim.minutes", "5", "How long they visit.");
    static final Setting<Boolean> KILLS = new Setting<>(
            "sim.kills",
            "true",
            "Whether hub and PostgreSQL are killed now and then: true or false.",
            SimConfig::yesOrNo);
    static final Setting<Long> SEED = new Setting<>(
            "sim.seed",
            "",
            "Makes the same agents, numbers and disturbances again; by default one of the clock's.",
            Long::parseLong);
    static final Setting<Duration> EVERY = Setting.duration("sim.every", "10s", "The interval of their visits.");
    static final Setting<Integer> BACKLOG =
            Setting.number("sim.backlog", "0", "Visits that each agent has waiting when it starts.");
    static final Setting<Integer> THREADS = Setting.number("sim.threads", "1", "Threads of the simulator.");
    static final Setting<Duration> DRAIN =
            Setting.duration("sim.drain", "10m", "How long the spools may take to drain at the end.");

    /** @throws IllegalArgumentException that names every mistake at once */
    static SimConfig of(Settings settings) {
        settings.check(List.of(AGENTS, MINUTES, KILLS, SEED, EVERY, BACKLOG, THREADS, DRAIN));
        return new SimConfig(
                settings.get(AGENTS),
                settings.get(MINUTES),
                settings.get(KILLS),
                settings.find(SEED).orElseGet(() -> System.currentTimeMillis() % 1_000_000),
                settings.get(EVERY),
                settings.get(BACKLOG),
                settings.get(THREADS),
                settings.get(DRAIN));
    }

    private static boolean yesOrNo(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("neither true nor false: " + text);
        };
    }
}
