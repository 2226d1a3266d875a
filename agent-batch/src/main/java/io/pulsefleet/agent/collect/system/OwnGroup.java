package io.pulsefleet.agent.collect.system;

import static io.pulsefleet.wire.Metric.counter;
import static io.pulsefleet.wire.Metric.gauge;

import io.pulsefleet.agent.collect.kernel.KernelFiles;
import io.pulsefleet.agent.collect.kernel.Numbers;
import io.pulsefleet.wire.Metric;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the control group that this agent is in may use and uses: a container's where it runs in one, else that of its
 * service. Version 2 or 1 of control groups, whichever the kernel has mounted for the resource.
 *
 * <p>A limit is the lowest on the way up to the root; where there is none there is no reading. The root itself is the host,
 * and is not told.
 */
final class OwnGroup implements Subject {

    private static final String MOUNT = "sys/fs/cgroup";

    /** What version 1 says where there is no limit, whatever the size of a page. */
    private static final long NO_LIMIT = Long.MAX_VALUE - (1 << 20);

    private static final double MICROS = 1e6;
    private static final double NANOS = 1e9;

    private static final Metric CPU =
            counter("system.cgroup.cpu.time", "s", "CPU time that the agent's control group used.");
    private static final Metric CPU_LIMIT =
            gauge("system.cgroup.cpu.limit", "{cpu}", "Cores that the agent's control group may use at a time.");
    private static final Metric THROTTLED = counter(
            "system.cgroup.cpu.throttled_time",
            "s",
            "Time in which it could have run and was held back by that limit.");
    private static final Metric MEMORY =
            gauge("system.cgroup.memory.usage", "By", "Memory of the agent's control group, its page cache included.");
    private static final Metric MEMORY_LIMIT =
            gauge("system.cgroup.memory.limit", "By", "Memory that the agent's control group may use.");

    @Override
    public List<Metric> metrics() {
        return List.of(CPU, CPU_LIMIT, THROTTLED, MEMORY, MEMORY_LIMIT);
    }

    @Override
    public void read(Host host, Sheet sheet) {
        var files = host.files();
        if (!files.isOwn() && !files.has("proc/self/cgroup")) {
            return;
        }
        var groups = files.find("proc/self/cgroup").orElse("");
        cpu(files, groups, sheet);
        memory(files, groups, sheet);
    }

    private static void cpu(KernelFiles files, String groups, Sheet sheet) {
        var two = new Way(files, MOUNT, groupOf(groups, ""));
        if (two.has("cpu.stat") && two.has("cpu.max")) {
            var stat = two.find("cpu.stat").map(Numbers::ofLines);
            putSeconds(CPU, stat.flatMap(told -> told.find("usage_usec")), MICROS, sheet);
            putSeconds(THROTTLED, stat.flatMap(told -> told.find("throttled_usec")), MICROS, sheet);
            two.up()
                    .flatMap(folder -> cores(files.findLine(folder + "/cpu.max")).stream())
                    .min(Double::compare)
                    .ifPresent(cores -> sheet.put(CPU_LIMIT, cores));
            return;
        }
        var one = new Way(files, MOUNT + "/cpu", groupOf(groups, "cpu"));
        if (one.isRoot()) {
            return;
        }
        new Way(files, MOUNT + "/cpuacct", groupOf(groups, "cpuacct"))
                .find("cpuacct.usage")
                .ifPresent(nanos -> putSeconds(CPU, Optional.of(Long.valueOf(nanos.strip())), NANOS, sheet));
        var stat = one.find("cpu.stat").map(Numbers::ofLines);
        putSeconds(THROTTLED, stat.flatMap(told -> told.find("throttled_time")), NANOS, sheet);
        one.up()
                .flatMap(folder -> quota(files, folder).stream())
                .min(Double::compare)
                .ifPresent(cores -> sheet.put(CPU_LIMIT, cores));
    }

    private static void putSeconds(Metric metric, Optional<Long> counted, double perSecond, Sheet sheet) {
        counted.ifPresent(value -> sheet.put(metric, value / perSecond));
    }

    /** {@code 150000 100000}, or {@code max 100000}. */
    static Optional<Double> cores(Optional<String> cpuMax) {
        return cpuMax.map(line -> line.split(" ", -1))
                .filter(words -> words.length == 2 && !words[0].equals("max"))
                .map(words -> Double.parseDouble(words[0]) / Double.parseDouble(words[1]));
    }

    private static Optional<Double> quota(KernelFiles files, String folder) {
        var quota = files.findNumber(folder + "/cpu.cfs_quota_us").filter(micros -> micros > 0);
        return quota.flatMap(
                micros -> files.findNumber(folder + "/cpu.cfs_period_us").map(period -> (double) micros / period));
    }

    private static void memory(KernelFiles files, String groups, Sheet sheet) {
        var two = new Way(files, MOUNT, groupOf(groups, ""));
        if (two.has("memory.current")) {
            memory(two, "memory.current", "memory.max", files, sheet);
            return;
        }
        var one = new Way(files, MOUNT + "/memory", groupOf(groups, "memory"));
        if (!one.isRoot()) {
            memory(one, "memory.usage_in_bytes", "memory.limit_in_bytes", files, sheet);
        }
    }

    private static void memory(Way way, String usage, String limit, KernelFiles files, Sheet sheet) {
        sheet.putIfTold(MEMORY, files.findNumber(way.own() + "/" + usage));
        way.up()
                .flatMap(folder -> files.findNumber(folder + "/" + limit).stream())
                .filter(bytes -> bytes < NO_LIMIT)
                .min(Long::compare)
                .ifPresent(bytes -> sheet.put(MEMORY_LIMIT, bytes));
    }

    /** {@code 4:memory:/docker/ab12} of version 1, {@code 0::/system.slice/x.service} of version 2. */
    static String groupOf(String groups, String controller) {
        return groups.lines()
                .map(line -> line.split(":", 3))
                .filter(words ->
                        words.length == 3 && List.of(words[1].split(",", -1)).contains(controller))
                .map(words -> words[2])
                .findFirst()
                .orElse("/");
    }

    /** From a group up to the root. A group that cannot be seen from here is a container's, whose root is that group. */
    private record Way(KernelFiles files, String mount, String group) {

        String own() {
            var folder = mount + (isRoot() ? "" : group);
            return files.has(folder) ? folder : mount;
        }

        boolean isRoot() {
            return group.equals("/");
        }

        boolean has(String name) {
            return files.has(own() + "/" + name);
        }

        Optional<String> find(String name) {
            return files.find(own() + "/" + name);
        }

        Stream<String> up() {
            return Stream.iterate(
                    own(),
                    folder -> folder.length() >= mount.length(),
                    folder -> folder.substring(0, folder.lastIndexOf('/')));
        }
    }
}
