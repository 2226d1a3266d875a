package io.pulsefleet.agent.schedule;

import io.pulsefleet.agent.collect.CollectorInfo;
import io.pulsefleet.settings.Setting;
import java.time.Duration;
import java.util.List;

/** How often to visit while no plan of the hub says so. */
public final class ScheduleConfig {

    static final Setting<Duration> SYSTEM_EVERY = every("system", Duration.ofSeconds(10));

    static final Setting<Duration> QUERIES_EVERY = every("queries", Duration.ofHours(1));

    static final Setting<Duration> PG_STAT_EVERY = every("pg-stat", Duration.ofMinutes(1));

    static final Setting<Duration> PG_LOG_EVERY = every("pg-log", Duration.ofSeconds(10));

    static final Setting<Duration> DOCKER_EVERY = every("docker", Duration.ofSeconds(10));

    static final Setting<Duration> PROCESSES_EVERY = every("processes", Duration.ofSeconds(10));

    static final Setting<Duration> PORTS_EVERY = every("ports", Duration.ofSeconds(10));

    static final Setting<Duration> SERVICES_EVERY = every("services", Duration.ofMinutes(1));

    static final Setting<Duration> LOGS_EVERY = every("logs", Duration.ofSeconds(10));

    static final Setting<Duration> PLUGINS_EVERY = every("plugins", Duration.ofSeconds(10));

    static final Setting<Duration> UPTIME_EVERY = every("uptime", Duration.ofSeconds(5));

    public static final List<Setting<?>> ALL = List.of(
            SYSTEM_EVERY,
            QUERIES_EVERY,
            PG_STAT_EVERY,
            PG_LOG_EVERY,
            DOCKER_EVERY,
            PROCESSES_EVERY,
            PORTS_EVERY,
            SERVICES_EVERY,
            LOGS_EVERY,
            PLUGINS_EVERY,
            UPTIME_EVERY);

    private ScheduleConfig() {}

    /** Each collector has one: {@code pulse.system.every}. */
    static Setting<Duration> every(CollectorInfo collector) {
        return every(collector.name(), collector.every());
    }

    private static Setting<Duration> every(String collector, Duration byDefault) {
        return new Setting<>(
                "pulse." + collector + ".every",
                byDefault.toSeconds() + "s",
                "From one visit of the " + collector + " collector to the next, until the hub's plan is known.",
                ScheduleConfig::readEvery);
    }

    private static Duration readEvery(String text) {
        var every = Setting.duration("", "", "").read().apply(text);
        if (every.isNegative() || every.isZero()) {
            throw new IllegalArgumentException(text);
        }
        return every;
    }
}
