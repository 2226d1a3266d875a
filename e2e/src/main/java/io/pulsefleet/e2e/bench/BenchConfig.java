package io.pulsefleet.e2e.bench;

import io.pulsefleet.settings.Setting;
import io.pulsefleet.settings.Settings;
import java.time.Duration;
import java.util.List;

/**
 * What {@code mvn -Pbench verify} takes as {@code -Dbench...}.
 *
 * @param subjects empty: all
 */
record BenchConfig(
        List<String> subjects,
        Duration time,
        int fleetAgents,
        Duration fleetTime,
        int channelAgents,
        Duration channelTime,
        int drainAgents,
        Duration backlog,
        int databases,
        Duration settles,
        Duration databasesTime,
        Duration hostTime) {

    static final Setting<String> SUBJECTS = Setting.text("bench", "", "Which subjects, as intake,query; empty: all.");
    static final Setting<Duration> TIME = Setting.duration("bench.time", "30s", "How long a rate is measured.");
    static final Setting<Integer> FLEET_AGENTS = Setting.number("bench.fleet.agents", "2000", "Agents at 10 s.");
    static final Setting<Duration> FLEET_TIME =
            Setting.duration("bench.fleet.time", "2m", "How long they are watched.");
    static final Setting<Integer> CHANNEL_AGENTS =
            Setting.number("bench.channel.agents", "2000", "Agents whose channels are open at once.");
    static final Setting<Duration> CHANNEL_TIME =
            Setting.duration("bench.channel.time", "1m", "How long they are asked commands.");
    static final Setting<Integer> DRAIN_AGENTS =
            Setting.number("bench.drain.agents", "1000", "Agents that come back at once; the full bench has 10000.");
    static final Setting<Duration> BACKLOG =
            Setting.duration("bench.drain.backlog", "10m", "What each brings along; the full bench has 1h.");
    static final Setting<Integer> DATABASES =
            Setting.number("bench.databases", "100", "Databases that one agent watches.");
    static final Setting<Duration> SETTLES = Setting.duration(
            "bench.settles",
            "8m",
            "How long an agent runs before what it takes is measured: its compiler keeps it busy for minutes.");
    static final Setting<Duration> DATABASES_TIME = Setting.duration(
            "bench.databases.time",
            "4m",
            "How long watching is measured; whole minutes, or there are more rings in it than there should.");

    static final Setting<Duration> HOST_TIME =
            Setting.duration("bench.host.time", "4m", "How long an agent on a full host is measured.");

    /** @throws IllegalArgumentException that names every mistake at once */
    static BenchConfig of(Settings settings) {
        settings.check(List.of(
                SUBJECTS,
                TIME,
                FLEET_AGENTS,
                FLEET_TIME,
                CHANNEL_AGENTS,
                CHANNEL_TIME,
                DRAIN_AGENTS,
                BACKLOG,
                DATABASES,
                SETTLES,
                DATABASES_TIME,
                HOST_TIME));
        var subjects = settings.get(SUBJECTS);
        return new BenchConfig(
                subjects.isEmpty() ? List.of() : List.of(subjects.split(",", -1)),
                settings.get(TIME),
                settings.get(FLEET_AGENTS),
                settings.get(FLEET_TIME),
                settings.get(CHANNEL_AGENTS),
                settings.get(CHANNEL_TIME),
                settings.get(DRAIN_AGENTS),
                settings.get(BACKLOG),
                settings.get(DATABASES),
                settings.get(SETTLES),
                settings.get(DATABASES_TIME),
                settings.get(HOST_TIME));
    }
}
