package io.pulsefleet.agent.collect.system;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.pulsefleet.agent.collect.UnreadableItemException;
import io.pulsefleet.agent.collect.kernel.KernelFiles;
import io.pulsefleet.agent.collect.system.Host.Core;
import io.pulsefleet.agent.collect.system.Host.Disk;
import io.pulsefleet.agent.collect.system.Host.Link;
import io.pulsefleet.agent.collect.system.Host.Mount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** SP-01, PG-04: what is read is what this machine's other sources say at the same moment. */
@EnabledOnOs(OS.LINUX)
class ThisHostTest {

    /** Not rx_dropped: the kernel's table adds the missed ones to it. */
    private static final List<String> LINK_COUNTERS =
            List.of("rx_bytes", "rx_packets", "rx_errors", "tx_bytes", "tx_packets", "tx_errors", "tx_dropped");

    private final Host host = new ThisHost(new KernelFiles(Path.of("/")));

    @Test
    void theCoresAreThoseOfTheMachineAndTheirTicksAddUpToTheFirstLineOfStat() throws Exception {
        var cores = host.cores();
        var whole = Pattern.compile("\\s+")
                .splitAsStream(linesOf("/proc/stat").get(0))
                .skip(1)
                .limit(8)
                .mapToLong(Long::parseLong)
                .sum();

        assertThat(cores).extracting(Core::number).isEqualTo(online());
        var sum = cores.stream().map(Core::ticks).reduce(Ticks.NONE, Ticks::plus);
        assertThat(total(sum)).isCloseTo(whole, withinPercentage(1));
    }

    private static long total(Ticks ticks) {
        return LongStream.of(
                        ticks.user(),
                        ticks.nice(),
                        ticks.system(),
                        ticks.idle(),
                        ticks.iowait(),
                        ticks.interrupt(),
                        ticks.steal())
                .sum();
    }

    @Test
    void memoryAndSwapAreThoseOfMeminfo() throws Exception {
        var memory = host.memory();
        var swap = host.swap();
        var meminfo = linesOf("/proc/meminfo").stream()
                .collect(toMap(line -> line.replaceAll(":.*", ""), line -> 1024 * digits(line.replaceAll(".*:", ""))));

        assertThat(memory.total()).isEqualTo(meminfo.get("MemTotal"));
        assertThat(memory.available()).isCloseTo(meminfo.get("MemAvailable"), withinPercentage(1));
        assertThat(memory.free()).isCloseTo(meminfo.get("MemFree"), withinPercentage(1));
        assertThat(memory.buffers()).isCloseTo(meminfo.get("Buffers"), withinPercentage(1));
        assertThat(memory.cached()).isCloseTo(meminfo.get("Cached") + meminfo.get("SReclaimable"), withinPercentage(1));
        assertThat(swap.total()).isEqualTo(meminfo.get("SwapTotal"));
        assertThat(swap.free()).isCloseTo(meminfo.get("SwapFree"), withinPercentage(1));
    }

    @Test
    void theMountsAreThoseOfTheKernelInItsOrder() throws Exception {
        assertThat(host.mounts()).extracting(Mount::type).isEqualTo(column("/proc/self/mounts", 2));
        assertThat(host.mounts()).extracting(Mount::device).isEqualTo(column("/proc/self/mounts", 0));
    }

    @Test
    void aWatchedFileSystemIsAsFullAsDfSays() throws Exception {
        var watched = Watched.mounts(host.mounts());
        assertThat(watched).extracting(Mount::point).contains("/");

        for (var mount : watched) {
            var space = host.space(mount);
            var df = df("size,used,avail,itotal,iavail", mount.point());
            assertThat(space.total()).isEqualTo(df.get(0));
            assertThat(space.total() - space.free()).isCloseTo(df.get(1), withinPercentage(1));
            assertThat(space.available()).isCloseTo(df.get(2), withinPercentage(1));
            assertThat(space.inodes()).isEqualTo(df.get(3));
            assertThat(space.freeInodes()).isCloseTo(df.get(4), withinPercentage(1));
        }
    }

    @Test
    void aMountPointThatIsGoneIsABrokenItem() {
        assertThatThrownBy(() -> host.space(new Mount("/dev/gone", "/no/such/folder", "ext4")))
                .isInstanceOf(UnreadableItemException.class)
                .hasMessage("the space of /no/such/folder cannot be read");
    }

    @Test
    void theDisksCountWhatSysfsCounts() throws Exception {
        var names = Watched.disks(host.disks()).stream().map(Disk::name).toList();

        var before = sysfsDisks(names);
        var disks = Watched.disks(host.disks());
        var after = sysfsDisks(names);

        assertBetween(before, disks.stream().map(ThisHostTest::numbers).toList(), after);
    }

    private static List<Long> numbers(Disk disk) {
        var read = disk.read();
        var written = disk.written();
        return List.of(
                read.operations(),
                read.merged(),
                read.bytes() / 512,
                read.millis(),
                written.operations(),
                written.merged(),
                written.bytes() / 512,
                written.millis(),
                disk.busyMillis(),
                disk.weightedMillis());
    }

    private static List<List<Long>> sysfsDisks(List<String> names) throws IOException {
        var disks = new ArrayList<List<Long>>();
        for (var name : names) {
            var stat = linesOf("/sys/block/" + name + "/stat").get(0).strip().split("\\s+", -1);
            disks.add(IntStream.of(0, 1, 2, 3, 4, 5, 6, 7, 9, 10)
                    .mapToObj(i -> Long.valueOf(stat[i]))
                    .toList());
        }
        return disks;
    }

    @Test
    void theInterfacesCountWhatSysfsCounts() throws Exception {
        var names = host.links().stream().map(Link::name).toList();
        assertThat(names).contains("lo");

        var before = sysfsLinks(names);
        var links = host.links();
        var after = sysfsLinks(names);

        assertBetween(before, links.stream().map(ThisHostTest::numbers).toList(), after);
    }

    private static List<Long> numbers(Link link) {
        var received = link.received();
        var sent = link.sent();
        return List.of(
                received.bytes(),
                received.packets(),
                received.errors(),
                sent.bytes(),
                sent.packets(),
                sent.errors(),
                sent.dropped());
    }

    private static List<List<Long>> sysfsLinks(List<String> names) throws IOException {
        var links = new ArrayList<List<Long>>();
        for (var name : names) {
            var counted = new ArrayList<Long>();
            for (var counter : LINK_COUNTERS) {
                counted.add(digits(linesOf("/sys/class/net/" + name + "/statistics/" + counter)
                        .get(0)));
            }
            links.add(counted);
        }
        return links;
    }

    /** Counters only grow: what was read lies between what another source said just before and just after. */
    private static void assertBetween(List<List<Long>> before, List<List<Long>> now, List<List<Long>> after) {
        assertThat(now).hasSameSizeAs(before);
        for (int i = 0; i < now.size(); i++) {
            for (int j = 0; j < now.get(i).size(); j++) {
                assertThat(now.get(i).get(j))
                        .isBetween(before.get(i).get(j), after.get(i).get(j));
            }
        }
    }

    @Test
    void theLoadAndTheUptimeAreThoseOfTheKernel() throws Exception {
        var load = host.load();
        var words = linesOf("/proc/loadavg").get(0).split(" ", -1);

        assertThat(load.one()).isCloseTo(Double.parseDouble(words[0]), within(0.2));
        assertThat(load.fifteen()).isCloseTo(Double.parseDouble(words[2]), within(0.2));
        assertThat(host.uptimeSeconds())
                .isCloseTo(Double.parseDouble(linesOf("/proc/uptime").get(0).split(" ", -1)[0]), within(2.0));
    }

    private static List<Integer> online() throws IOException {
        return linesOf("/proc/cpuinfo").stream()
                .filter(line -> line.startsWith("processor"))
                .map(line -> (int) digits(line))
                .toList();
    }

    private static long digits(String text) {
        return Long.parseLong(text.replaceAll("\\D", ""));
    }

    private static List<String> column(String file, int column) throws IOException {
        return linesOf(file).stream().map(line -> line.split(" ", -1)[column]).toList();
    }

    /** What df(1) says in these columns, in bytes. */
    private static List<Long> df(String columns, String point) throws Exception {
        var df = new ProcessBuilder("df", "--block-size=1", "--output=" + columns, point).start();
        var lines = df.inputReader().lines().toList();
        assertThat(df.waitFor()).isZero();
        return Stream.of(lines.get(1).strip().split("\\s+", -1))
                .map(Long::valueOf)
                .toList();
    }

    private static List<String> linesOf(String file) throws IOException {
        return Files.readAllLines(Path.of(file));
    }
}
