package io.pulsefleet.agent.collect.system;

import static io.pulsefleet.wire.Metric.gauge;

import io.pulsefleet.agent.collect.Collector;
import io.pulsefleet.agent.collect.CollectorInfo;
import io.pulsefleet.agent.collect.Pass;
import io.pulsefleet.agent.collect.Visit;
import io.pulsefleet.wire.Frame;
import io.pulsefleet.wire.HostEventType;
import io.pulsefleet.wire.Metric;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * How the host fares.
 *
 * <pre>
 * system.cpu.logical.count 2.0
 * system.cpu.utilization{cpu.mode="user"} 0.25
 * system.cpu.core.utilization{cpu.logical_number="0"} 0.5
 * system.cpu.load_average{over="1m"} 0.15
 * system.memory.usage{system.memory.state="used"} 6.0E9
 * system.paging.usage{system.paging.state="used"} 0.0
 * system.filesystem.utilization{system.device="/dev/vda1",system.filesystem.mountpoint="/",system.filesystem.type="ext4"} 0.5
 * system.disk.io{disk.io.direction="read",system.device="vda"} 5.2E7
 * system.network.io{network.interface.name="eth0",network.io.direction="receive"} 9.2E8
 * system.uptime 3600.5
 * </pre>
 *
 * <p>(1) While the host's parts stay the same, every visit has the same positions in the same order. (2) The shares of
 * CPU time are those since the visit before; the first visit, and a core's first, has {@link Frame#MISSING} there.
 * What disks did since then is told likewise. (3) A file system that cannot be asked is a broken item: it has no readings, and all the rest has. (4) What
 * this kernel or this machine does not tell has no position, and never the value 0. (5) What happens is a document of the
 * kind {@code host.event}, what the host is one of the kind {@code host.inventory}. Whose numbers these are where the agent
 * runs in a container, {@link Surroundings} says.
 *
 * <p>The names are OpenTelemetry's. Where its conventions have none they are those of its collector's host metrics
 * ({@code system.filesystem.inodes.usage}) or ours: {@code system.cpu.core.utilization}, kept apart from the modes so
 * that either adds up, and {@code system.cpu.load_average}, one metric with a label where the collector has three.
 */
@Dependent
final class SystemCollector implements Collector {

    private static final Metric UPTIME = gauge("system.uptime", "s", "Time since the host started.");

    private final Host host;
    private final List<Subject> subjects;

    @Inject
    SystemCollector(Host host) {
        this(host, new Clock());
    }

    SystemCollector(Host host, Clock clock) {
        this.host = host;
        this.subjects = List.of(
                new Processors(),
                new Scheduling(),
                new MemoryAndSwap(),
                new MemoryParts(),
                new Pressure(),
                new FileSystems(),
                new Disks(),
                new Network(),
                new Connections(),
                new Limits(),
                clock,
                new Temperatures(),
                new OwnGroup(),
                new Reboot(),
                new Inventory());
    }

    @Override
    public CollectorInfo info() {
        var metrics = Stream.concat(subjects.stream().map(Subject::metrics).flatMap(List::stream), Stream.of(UPTIME));
        return new CollectorInfo(
                        "system",
                        "What the host is and how it fares: CPU, memory, swap, pressure, file systems, disks, network, clock,"
                                + " temperatures.",
                        Duration.ofSeconds(10),
                        metrics.toList())
                .sending(
                        Inventory.KIND,
                        "What the host is: its system, CPU, memory, disks and network; when something of it changed, and"
                                + " each day.")
                .telling(HostEventType.HOST_BOOTED, HostEventType.FILESYSTEM_REMOUNTED);
    }

    @Override
    public Pass begin(Visit visit) throws IOException {
        var sheet = new Sheet(visit);
        for (var subject : subjects) {
            subject.read(host, sheet);
        }
        sheet.put(UPTIME, host.uptimeSeconds());
        return sheet.pass();
    }
}
