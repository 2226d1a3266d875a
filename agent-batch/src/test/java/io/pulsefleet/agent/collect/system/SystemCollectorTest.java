package io.pulsefleet.agent.collect.system;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefleet.agent.collect.UnreadableItemException;
import io.pulsefleet.agent.collect.Visit;
import io.pulsefleet.agent.collect.kernel.KernelFiles;
import io.pulsefleet.wire.Frame;
import io.pulsefleet.wire.Metric;
import io.pulsefleet.wire.Position;
import io.pulsefleet.wire.Reading;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** SP-01 and PG-04: what the host's CPU, memory, swap, file systems, disks and network come to. */
class SystemCollectorTest {

    /** A kernel that tells no more than it must. */
    private static final KernelFiles NO_FILES = new KernelFiles(Path.of("/no/such/host"));

    private static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void tellsHowTheHostFares() throws Exception {
        var collector = collector(host(
                cores(0, new Ticks(1000, 0, 500, 8000, 100, 10, 0), 3, new Ticks(0, 0, 0, 9000, 0, 0, 0)),
                cores(0, new Ticks(1050, 4, 516, 8020, 106, 12, 2), 3, new Ticks(0, 0, 0, 9100, 0, 0, 0))));

        collector.begin(new Visit("host", AT));
        assertThat(asText(readAll(collector))).isEqualTo("""
                system.cpu.logical.count 2.0
                system.cpu.utilization{cpu.mode="user"} 0.25
                system.cpu.utilization{cpu.mode="nice"} 0.02
                system.cpu.utilization{cpu.mode="system"} 0.08
                system.cpu.utilization{cpu.mode="iowait"} 0.03
                system.cpu.utilization{cpu.mode="interrupt"} 0.01
                system.cpu.utilization{cpu.mode="steal"} 0.01
                system.cpu.core.utilization{cpu.logical_number="0"} 0.74
                system.cpu.core.mode.utilization{cpu.logical_number="0",cpu.mode="user"} 0.54
                system.cpu.core.mode.utilization{cpu.logical_number="0",cpu.mode="system"} 0.16
                system.cpu.core.mode.utilization{cpu.logical_number="0",cpu.mode="iowait"} 0.06
                system.cpu.core.mode.utilization{cpu.logical_number="0",cpu.mode="interrupt"} 0.02
                system.cpu.core.mode.utilization{cpu.logical_number="0",cpu.mode="steal"} 0.02
                system.cpu.core.utilization{cpu.logical_number="3"} 0.0
                system.cpu.core.mode.utilization{cpu.logical_number="3",cpu.mode="user"} 0.0
                system.cpu.core.mode.utilization{cpu.logical_number="3",cpu.mode="system"} 0.0
                system.cpu.core.mode.utilization{cpu.logical_number="3",cpu.mode="iowait"} 0.0
                system.cpu.core.mode.utilization{cpu.logical_number="3",cpu.mode="interrupt"} 0.0
                system.cpu.core.mode.utilization{cpu.logical_number="3",cpu.mode="steal"} 0.0
                system.cpu.load_average{over="1m"} 0.15
                system.cpu.load_average{over="5m"} 1.5
                system.cpu.load_average{over="15m"} 2.0
                system.memory.usage{system.memory.state="used"} 5000.0
                system.memory.usage{system.memory.state="free"} 1000.0
                system.memory.usage{system.memory.state="buffers"} 200.0
                system.memory.usage{system.memory.state="cached"} 1800.0
                system.memory.limit 8000.0
                system.memory.linux.available 2000.0
                system.memory.utilization 0.75
                system.paging.usage{system.paging.state="used"} 300.0
                system.paging.usage{system.paging.state="free"} 700.0
                system.paging.operations{system.paging.direction="in"} 17.0
                system.paging.operations{system.paging.direction="out"} 4.0
                system.filesystem.usage{system.device="/dev/vda1",system.filesystem.mountpoint="/",system.filesystem.state="used",system.filesystem.type="ext4"} 300.0
                system.filesystem.usage{system.device="/dev/vda1",system.filesystem.mountpoint="/",system.filesystem.state="free",system.filesystem.type="ext4"} 100.0
                system.filesystem.usage{system.device="/dev/vda1",system.filesystem.mountpoint="/",system.filesystem.state="reserved",system.filesystem.type="ext4"} 50.0
                system.filesystem.utilization{system.device="/dev/vda1",system.filesystem.mountpoint="/",system.filesystem.type="ext4"} 0.75
                system.filesystem.readonly{system.device="/dev/vda1",system.filesystem.mountpoint="/",system.filesystem.type="ext4"} 0.0
                system.filesystem.inodes.usage{system.device="/dev/vda1",system.filesystem.mountpoint="/",system.filesystem.state="used",system.filesystem.type="ext4"} 12.0
                system.filesystem.inodes.usage{system.device="/dev/vda1",system.filesystem.mountpoint="/",system.filesystem.state="free",system.filesystem.type="ext4"} 88.0
                system.filesystem.usage{system.device="/dev/vdb",system.filesystem.mountpoint="/data",system.filesystem.state="used",system.filesystem.type="btrfs"} 0.0
                system.filesystem.usage{system.device="/dev/vdb",system.filesystem.mountpoint="/data",system.filesystem.state="free",system.filesystem.type="btrfs"} 64.0
                system.filesystem.usage{system.device="/dev/vdb",system.filesystem.mountpoint="/data",system.filesystem.state="reserved",system.filesystem.type="btrfs"} 0.0
                system.filesystem.utilization{system.device="/dev/vdb",system.filesystem.mountpoint="/data",system.filesystem.type="btrfs"} 0.0
                system.filesystem.readonly{system.device="/dev/vdb",system.filesystem.mountpoint="/data",system.filesystem.type="btrfs"} 0.0
                system.disk.io{disk.io.direction="read",system.device="vda"} 5120.0
                system.disk.operations{disk.io.direction="read",system.device="vda"} 7.0
                system.disk.merged{disk.io.direction="read",system.device="vda"} 3.0
                system.disk.operation_time{disk.io.direction="read",system.device="vda"} 0.4
                system.disk.io{disk.io.direction="write",system.device="vda"} 1024.0
                system.disk.operations{disk.io.direction="write",system.device="vda"} 2.0
                system.disk.merged{disk.io.direction="write",system.device="vda"} 0.0
                system.disk.operation_time{disk.io.direction="write",system.device="vda"} 0.5
                system.disk.io_time{system.device="vda"} 1.25
                system.disk.pending_operations{system.device="vda"} 1.0
                system.disk.await{disk.io.direction="read",system.device="vda"} NaN
                system.disk.await{disk.io.direction="write",system.device="vda"} NaN
                system.disk.utilization{system.device="vda"} NaN
                system.disk.queue{system.device="vda"} NaN
                system.network.io{network.interface.name="eth0",network.io.direction="receive"} 9000.0
                system.network.packet.count{network.interface.name="eth0",network.io.direction="receive"} 90.0
                system.network.errors{network.interface.name="eth0",network.io.direction="receive"} 1.0
                system.network.packet.dropped{network.interface.name="eth0",network.io.direction="receive"} 2.0
                system.network.io{network.interface.name="eth0",network.io.direction="transmit"} 5000.0
                system.network.packet.count{network.interface.name="eth0",network.io.direction="transmit"} 50.0
                system.network.errors{network.interface.name="eth0",network.io.direction="transmit"} 3.0
                system.network.packet.dropped{network.interface.name="eth0",network.io.direction="transmit"} 4.0
                system.uptime 3600.5""");
    }

    @Test
    void theFirstVisitHasThePositionsOfAllOthersButNoSharesOfTime() throws Exception {
        var ticks = new Ticks(1000, 0, 500, 8000, 100, 10, 0);
        var collector = collector(host(cores(0, ticks), cores(0, ticks.plus(ticks)), cores(0, ticks)));

        var first = readAll(collector);
        var second = readAll(collector);

        assertThat(positions(first)).isEqualTo(positions(second)).doesNotHaveDuplicates();
        assertThat(missing(first))
                .containsExactly(
                        "system.cpu.utilization",
                        "system.cpu.utilization",
                        "system.cpu.utilization",
                        "system.cpu.utilization",
                        "system.cpu.utilization",
                        "system.cpu.utilization",
                        "system.cpu.core.utilization",
                        "system.cpu.core.mode.utilization",
                        "system.cpu.core.mode.utilization",
                        "system.cpu.core.mode.utilization",
                        "system.cpu.core.mode.utilization",
                        "system.cpu.core.mode.utilization",
                        "system.disk.await",
                        "system.disk.await",
                        "system.disk.utilization",
                        "system.disk.queue");
        assertThat(missing(second)).noneMatch(metric -> metric.startsWith("system.cpu"));
        assertThat(first).allMatch(reading -> reading.at().equals(AT));
    }

    @Test
    void aCoreThatComesHasItsShareFromItsSecondVisitOn() throws Exception {
        var idle = new Ticks(0, 0, 0, 100, 0, 0, 0);
        var busy = new Ticks(100, 0, 0, 0, 0, 0, 0);
        var collector = collector(host(
                cores(0, idle), cores(0, idle.plus(idle), 1, busy), cores(0, idle.plus(idle), 1, busy.plus(busy))));

        readAll(collector);
        assertThat(asText(readAll(collector)))
                .contains("system.cpu.logical.count 2.0")
                .contains("system.cpu.utilization{cpu.mode=\"user\"} 0.0")
                .contains("system.cpu.core.utilization{cpu.logical_number=\"0\"} 0.0")
                .contains("system.cpu.core.utilization{cpu.logical_number=\"1\"} NaN");
        assertThat(asText(readAll(collector))).contains("system.cpu.core.utilization{cpu.logical_number=\"1\"} 1.0");
    }

    @Test
    void aFileSystemThatCannotBeAskedIsABrokenItemAndAllElseIsRead() throws Exception {
        var whole = host(cores(0, Ticks.NONE), cores(0, Ticks.NONE));
        var mounts = new ArrayList<>(whole.mounts());
        mounts.add(new Host.Mount("/dev/vdc", "/private", "ext4"));
        var collector = collector(whole.with(mounts));

        var broken = new ArrayList<String>();
        var readings = readAll(collector, broken);

        assertThat(broken).containsExactly("/private is closed");
        assertThat(positions(readings)).isEqualTo(positions(readAll(collector(whole))));
    }

    @Test
    void aHostWithoutDisksInterfacesAndFileSystemsStillTellsTheRest() throws Exception {
        var bare = new FakeHost(
                new ArrayDeque<>(List.of(List.of())),
                new Host.Load(0, 0, 0),
                new Host.Memory(8000, 8000, 8000, 0, 0),
                new Host.Swap(0, 0, 0, 0),
                List.of(),
                Map.of(),
                List.of(),
                List.of(),
                1,
                NO_FILES);

        assertThat(metrics(readAll(collector(bare))))
                .containsExactly(
                        "system.cpu.load_average",
                        "system.cpu.logical.count",
                        "system.cpu.utilization",
                        "system.memory.limit",
                        "system.memory.linux.available",
                        "system.memory.usage",
                        "system.memory.utilization",
                        "system.paging.operations",
                        "system.paging.usage",
                        "system.uptime");
    }

    @Test
    void saysBeforehandAllThatItEmits() throws Exception {
        var collector = collector(host(cores(0, Ticks.NONE)));
        var info = collector.info();

        assertThat(info.name()).isEqualTo("system");
        assertThat(info.every()).hasSeconds(10);
        assertThat(info.metrics().stream().map(Metric::name))
                .doesNotHaveDuplicates()
                .containsAll(metrics(readAll(collector)));
    }

    private static SystemCollector collector(Host host) {
        return new SystemCollector(host, new Clock(Optional::empty));
    }

    private static List<Reading> readAll(SystemCollector collector) throws IOException {
        var broken = new ArrayList<String>();
        var readings = readAll(collector, broken);
        assertThat(broken).isEmpty();
        return readings;
    }

    private static List<Reading> readAll(SystemCollector collector, List<String> broken) throws IOException {
        var readings = new ArrayList<Reading>();
        try (var pass = collector.begin(new Visit("host", AT))) {
            while (true) {
                try {
                    var next = pass.next();
                    if (next.isEmpty()) {
                        return readings;
                    }
                    readings.add(next.get());
                } catch (UnreadableItemException item) {
                    broken.add(item.getMessage());
                }
            }
        }
    }

    private static String asText(List<Reading> readings) {
        return readings.stream().map(Reading::toString).collect(joining("\n"));
    }

    private static List<Position> positions(List<Reading> readings) {
        return readings.stream().map(Reading::position).toList();
    }

    private static Set<String> metrics(List<Reading> readings) {
        return readings.stream().map(reading -> reading.position().metric()).collect(toCollection(TreeSet::new));
    }

    private static List<String> missing(List<Reading> readings) {
        return readings.stream()
                .filter(reading -> Frame.isMissing(reading.value()))
                .map(reading -> reading.position().metric())
                .toList();
    }

    private static Host.Core[] cores(int number, Ticks ticks) {
        return new Host.Core[] {new Host.Core(number, ticks)};
    }

    private static Host.Core[] cores(int number, Ticks ticks, int other, Ticks others) {
        return new Host.Core[] {new Host.Core(number, ticks), new Host.Core(other, others)};
    }

    private static FakeHost host(Host.Core[]... visits) {
        return new FakeHost(
                Stream.of(visits).map(List::of).collect(toCollection(ArrayDeque::new)),
                new Host.Load(0.15, 1.5, 2),
                new Host.Memory(8000, 2000, 1000, 200, 1800),
                new Host.Swap(1000, 700, 17, 4),
                List.of(
                        new Host.Mount("/dev/vdb", "/data", "btrfs"),
                        new Host.Mount("proc", "/proc", "proc"),
                        new Host.Mount("/dev/vda1", "/", "ext4")),
                Map.of("/", new Host.Space(450, 150, 100, 100, 88), "/data", new Host.Space(64, 64, 64, 0, 0)),
                List.of(disk("vda1", new Host.Transfers(1, 1, 1, 1)), disk("vda", new Host.Transfers(7, 5120, 3, 400))),
                List.of(
                        new Host.Link("lo", new Host.Traffic(1, 1, 1, 1), new Host.Traffic(1, 1, 1, 1)),
                        new Host.Link("eth0", new Host.Traffic(9000, 90, 1, 2), new Host.Traffic(5000, 50, 3, 4))),
                3600.5,
                NO_FILES);
    }

    private static Host.Disk disk(String name, Host.Transfers read) {
        return new Host.Disk(name, read, new Host.Transfers(2, 1024, 0, 500), 1, 1250, 900);
    }

    /** @param visits the cores, visit by visit */
    private record FakeHost(
            Deque<List<Core>> visits,
            Load load,
            Memory memory,
            Swap swap,
            List<Mount> mounts,
            Map<String, Space> spaces,
            List<Disk> disks,
            List<Link> links,
            double uptimeSeconds,
            KernelFiles files)
            implements Host {

        FakeHost with(List<Mount> others) {
            return new FakeHost(visits, load, memory, swap, others, spaces, disks, links, uptimeSeconds, files);
        }

        @Override
        public List<Core> cores() {
            return visits.remove();
        }

        @Override
        public Space space(Mount mount) throws UnreadableItemException {
            var space = spaces.get(mount.point());
            if (space == null) {
                throw new UnreadableItemException(mount.point() + " is closed", null);
            }
            return space;
        }
    }
}
