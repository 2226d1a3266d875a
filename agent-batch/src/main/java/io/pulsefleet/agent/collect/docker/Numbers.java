package io.pulsefleet.agent.collect.docker;

import static io.pulsefleet.wire.Metric.counter;
import static io.pulsefleet.wire.Metric.gauge;

import io.pulsefleet.agent.collect.docker.Container.Health;
import io.pulsefleet.wire.Frame;
import io.pulsefleet.wire.Metric;
import io.pulsefleet.wire.Reading;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * From what was seen to readings. The names are OpenTelemetry's where its conventions or its collector's Docker receiver
 * have one; what stays of a container that does not run is its state.
 */
final class Numbers {

    /** The label of what comes and goes. */
    static final String NAME = "container.name";

    private static final String STATE = "container.state";
    private static final String IO = "network.io.direction";

    private static final Metric CONTAINERS =
            gauge("docker.containers", "{container}", "Containers, by Docker's word for their state.", STATE);
    private static final Metric UNHEALTHY =
            gauge("docker.containers.unhealthy", "{container}", "Those that run and fail their health check.");
    private static final Metric UNTOLD = gauge(
            "docker.containers.untold",
            "{container}",
            "Those beyond `PULSE_DOCKER_CONTAINERS_MOST`: they are counted by state, and not told one by one.");
    private static final Metric EVENTS = counter(
            "docker.events", "{event}", "Events of containers, by name, since this daemon is watched.", "docker.event");

    private static final Metric RUNNING = gauge("container.running", "1", "Whether it runs.", NAME);
    private static final Metric HEALTHY =
            gauge("container.healthy", "1", "Whether its health check succeeds; missing where it has none.", NAME);
    private static final Metric RESTARTS =
            counter("container.restarts", "{restart}", "How often Docker started it anew by itself.", NAME);
    private static final Metric EXIT_CODE =
            gauge("container.exit_code", "1", "Of its last run; missing while it runs.", NAME);
    private static final Metric OOM_KILLED =
            gauge("container.oom_killed", "1", "Whether its last run ended for want of memory.", NAME);
    private static final Metric UPTIME = gauge("container.uptime", "s", "Time since it started.", NAME);
    private static final Metric CPU_USAGE =
            gauge("container.cpu.usage", "{cpu}", "CPUs that it kept busy since the visit before.", NAME);
    private static final Metric CPU_TIME = counter("container.cpu.time", "s", "CPU time, by mode.", "cpu.mode", NAME);
    private static final Metric THROTTLED =
            counter("container.cpu.throttled.time", "s", "Time for which its CPU limit held it back.", NAME);
    private static final Metric MEMORY = gauge("container.memory.usage", "By", "Memory, files' pages as well.", NAME);
    private static final Metric WORKING_SET = gauge(
            "container.memory.working_set",
            "By",
            "Memory without the files' pages that could go at once, as `docker stats` shows it.",
            NAME);
    private static final Metric LIMIT =
            gauge("container.memory.limit", "By", "What it may have; the host's memory where nobody limited it.", NAME);
    private static final Metric PIDS = gauge("container.pids.count", "{thread}", "Its processes and threads.", NAME);
    private static final Metric DISK_IO =
            counter("container.disk.io", "By", "Read from and written to block devices.", "disk.io.direction", NAME);
    private static final Metric NETWORK_IO =
            counter("container.network.io", "By", "Over all its interfaces; none where it has none.", IO, NAME);
    private static final Metric NETWORK_ERRORS =
            counter("container.network.errors", "{error}", "Packets that failed.", IO, NAME);
    private static final Metric NETWORK_DROPPED =
            counter("container.network.dropped", "{packet}", "Packets that were dropped.", IO, NAME);

    private static final List<String> STATES =
            List.of("created", "running", "paused", "restarting", "removing", "exited", "dead");

    private static final List<String> COUNTED = List.of(
            "create", "start", "restart", "die", "oom", "health_status", "pause", "unpause", "rename", "destroy");

    static final List<Metric> METRICS = Stream.concat(
                    Stream.of(CONTAINERS, UNHEALTHY, UNTOLD, EVENTS),
                    Stream.concat(
                            Sizes.METRICS.stream(),
                            Stream.of(
                                    RUNNING,
                                    HEALTHY,
                                    RESTARTS,
                                    EXIT_CODE,
                                    OOM_KILLED,
                                    UPTIME,
                                    CPU_USAGE,
                                    CPU_TIME,
                                    THROTTLED,
                                    MEMORY,
                                    WORKING_SET,
                                    LIMIT,
                                    PIDS,
                                    DISK_IO,
                                    NETWORK_IO,
                                    NETWORK_ERRORS,
                                    NETWORK_DROPPED)))
            .toList();

    private Numbers() {}

    static List<Reading> ofDaemon(Watch.Looked looked, Map<String, Long> events, Instant at) {
        var readings = new ArrayList<Reading>();
        for (var state : STATES) {
            readings.add(CONTAINERS.read(at, (double) count(looked, state), state));
        }
        var unhealthy = looked.all().stream()
                .filter(one -> one.health() == Health.UNHEALTHY)
                .count();
        readings.add(UNHEALTHY.read(at, (double) unhealthy));
        readings.add(UNTOLD.read(at, looked.total() - looked.seen().size()));
        for (var event : COUNTED) {
            readings.add(EVENTS.read(at, (double) events.getOrDefault(event, 0L), event));
        }
        return readings;
    }

    private static long count(Watch.Looked looked, String state) {
        return looked.all().stream().filter(one -> one.state().equals(state)).count();
    }

    static List<Reading> of(Seen seen, Instant at) {
        var readings = new ArrayList<Reading>();
        var container = seen.container();
        var name = container.name();
        readings.add(RUNNING.read(at, container.isRunning() ? 1 : 0, name));
        readings.add(HEALTHY.read(at, healthy(container), name));
        seen.detail().ifPresent(detail -> {
            readings.add(RESTARTS.read(at, (double) detail.restarts(), name));
            readings.add(EXIT_CODE.read(at, container.isRunning() ? Frame.MISSING : detail.exitCode(), name));
            readings.add(OOM_KILLED.read(at, detail.oomKilled() ? 1 : 0, name));
            if (container.isRunning()) {
                readings.add(UPTIME.read(
                        at,
                        detail.started()
                                .map(started -> Duration.between(started, at).toMillis() / 1e3)
                                .orElse(Frame.MISSING),
                        name));
            }
        });
        seen.used().ifPresent(used -> addUsed(readings, used, seen.cpus().orElse(Frame.MISSING), at, name));
        return readings;
    }

    private static double healthy(Container container) {
        return switch (container.health()) {
            case HEALTHY -> 1;
            case UNHEALTHY, STARTING -> 0;
            case NONE -> Frame.MISSING;
        };
    }

    private static void addUsed(List<Reading> readings, Used used, double cpus, Instant at, String name) {
        readings.add(CPU_USAGE.read(at, cpus, name));
        readings.add(CPU_TIME.read(at, used.userSeconds(), "user", name));
        readings.add(CPU_TIME.read(at, used.systemSeconds(), "system", name));
        readings.add(THROTTLED.read(at, used.throttledSeconds(), name));
        readings.add(MEMORY.read(at, used.memory(), name));
        readings.add(WORKING_SET.read(at, used.workingSet(), name));
        readings.add(LIMIT.read(at, used.memoryLimit(), name));
        readings.add(PIDS.read(at, used.processes(), name));
        readings.add(DISK_IO.read(at, used.readBytes(), "read", name));
        readings.add(DISK_IO.read(at, used.writtenBytes(), "write", name));
        used.network().ifPresent(network -> {
            readings.add(NETWORK_IO.read(at, network.received(), "receive", name));
            readings.add(NETWORK_IO.read(at, network.sent(), "transmit", name));
            readings.add(NETWORK_ERRORS.read(at, network.receiveErrors(), "receive", name));
            readings.add(NETWORK_ERRORS.read(at, network.sendErrors(), "transmit", name));
            readings.add(NETWORK_DROPPED.read(at, network.receiveDrops(), "receive", name));
            readings.add(NETWORK_DROPPED.read(at, network.sendDrops(), "transmit", name));
        });
    }
}
