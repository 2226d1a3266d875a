package io.pulsefleet.agent.schedule;

import io.pulsefleet.agent.collect.CollectorInfo;
import io.pulsefleet.settings.Setting;
import io.pulsefleet.settings.Settings;
import io.pulsefleet.settings.schedule.Schedule;
import java.time.Duration;
import java.util.List;

/** How often to visit while no plan of the hub says so, and when. */
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

    static final Setting<Schedule> SYSTEM_SCHEDULE = schedule("system");

    static final Setting<Schedule> QUERIES_SCHEDULE = schedule("queries");

    static final Setting<Schedule> PG_STAT_SCHEDULE = schedule("pg-stat");

    static final Setting<Schedule> PG_LOG_SCHEDULE = schedule("pg-log");

    static final Setting<Schedule> DOCKER_SCHEDULE = schedule("docker");

    static final Setting<Schedule> PROCESSES_SCHEDULE = schedule("processes");

    static final Setting<Schedule> PORTS_SCHEDULE = schedule("ports");

    static final Setting<Schedule> SERVICES_SCHEDULE = schedule("services");

    static final Setting<Schedule> LOGS_SCHEDULE = schedule("logs");

    static final Setting<Schedule> PLUGINS_SCHEDULE = schedule("plugins");

    static final Setting<Duration> WATCHED_EVERY = Setting.duration(
            "pulse.watched.every",
            "1s",
            "From one visit of the system collector to the next while somebody looks at this host's charts; 0s: as at any"
                    + " other time.");

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
            UPTIME_EVERY,
            SYSTEM_SCHEDULE,
            QUERIES_SCHEDULE,
            PG_STAT_SCHEDULE,
            PG_LOG_SCHEDULE,
            DOCKER_SCHEDULE,
            PROCESSES_SCHEDULE,
            PORTS_SCHEDULE,
            SERVICES_SCHEDULE,
            LOGS_SCHEDULE,
            PLUGINS_SCHEDULE,
            WATCHED_EVERY);

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

    private static Setting<Schedule> schedule(String collector) {
        return Setting.schedule(
                "pulse." + collector + ".schedule",
                "When the " + collector
                        + " collector visits, where that is not at each interval: clauses with semicolons"
                        + " between them. `cron 30 2 * * Mon-Fri` instead of the interval; `zone Europe/Berlin` by whose"
                        + " clocks, UTC if not given; `not Mon-Fri 08:00-18:00` for hours without visits, several times if"
                        + " need be; `missed once` for one visit after a start where some were missed, else `missed skip`;"
                        + " `paused`.");
    }

    /** Not that of monitors: they have their own times. */
    static Schedule scheduleOf(String collector, Settings settings) {
        var setting = schedule(collector);
        return ALL.contains(setting) ? settings.get(setting) : Schedule.NONE;
    }

    private static Duration readEvery(String text) {
        var every = Setting.duration("", "", "").read().apply(text);
        if (every.isNegative() || every.isZero()) {
            throw new IllegalArgumentException(text);
        }
        return every;
    }
}
