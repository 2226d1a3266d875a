package io.pulsefleet.agent.collect.system;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pulsefleet.agent.collect.kernel.KernelFiles;
import io.pulsefleet.agent.collect.kernel.Numbers;
import io.pulsefleet.agent.collect.system.Host.Disk;
import io.pulsefleet.agent.collect.system.Host.Link;
import io.pulsefleet.wire.Metric;
import io.pulsefleet.wire.RawJson;
import java.io.IOException;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the host is: a document {@code host.inventory}, when it changed and once a day.
 *
 * <pre>
 * {"hostname": "db1", "os": {"name": "Debian GNU/Linux 12 (bookworm)", "kernel": "6.1.0-13-amd64", ...}, "cpu": {...},
 *  "memory": {"total_bytes": 8000}, "disks": [...], "links": [...], "machine": {...}, "measured": {...}}
 * </pre>
 *
 * <p>It is looked at every sixtieth visit. Serial numbers are not read.
 */
final class Inventory implements Subject {

    static final String KIND = "host.inventory";

    private static final int LOOK_EVERY = 60;
    private static final Duration TELL_EVERY = Duration.ofDays(1);
    private static final int MOST_ADDRESSES = 20;
    private static final long SECTOR = 512;

    private Optional<String> told = Optional.empty();
    private Instant toldAt = Instant.EPOCH;
    private int visits;

    @Override
    public List<Metric> metrics() {
        return List.of();
    }

    @Override
    public void read(Host host, Sheet sheet) throws IOException {
        if (visits++ % LOOK_EVERY != 0) {
            return;
        }
        var now = RawJson.of(look(host));
        if (!told.equals(Optional.of(now.text())) || !sheet.at().isBefore(toldAt.plus(TELL_EVERY))) {
            sheet.put(KIND, now);
            told = Optional.of(now.text());
            toldAt = sheet.at();
        }
    }

    static ObjectNode look(Host host) throws IOException {
        var files = host.files();
        var all = JsonNodeFactory.instance.objectNode();
        put(all, "hostname", files.findLine("proc/sys/kernel/hostname"));
        os(files, all.putObject("os"));
        cpu(files, all.putObject("cpu"));
        memory(host, all.putObject("memory"));
        for (var disk : Watched.disks(host.disks())) {
            disk(files, disk, all.withArray("disks").addObject());
        }
        for (var link : Watched.links(host.links())) {
            link(files, link, all.withArray("links").addObject());
        }
        machine(files, all.putObject("machine"));
        measured(files, all.putObject("measured"));
        return all;
    }

    private static void os(KernelFiles files, ObjectNode os) {
        var release = files.find("etc/os-release").orElse("");
        put(os, "name", value(release, "PRETTY_NAME"));
        put(os, "id", value(release, "ID"));
        put(os, "version", value(release, "VERSION_ID"));
        put(os, "kernel", files.findLine("proc/sys/kernel/osrelease"));
        put(os, "kernel_version", files.findLine("proc/sys/kernel/version"));
        os.put("architecture", System.getProperty("os.arch"));
        put(os, "boot_id", files.findLine("proc/sys/kernel/random/boot_id"));
        files.find("proc/stat")
                .map(Numbers::ofLines)
                .flatMap(stat -> stat.find("btime"))
                .ifPresent(seconds ->
                        os.put("booted_at", Instant.ofEpochSecond(seconds).toString()));
        os.put("time_zone", ZoneId.systemDefault().getId());
    }

    /** {@code PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"}. */
    static Optional<String> value(String release, String name) {
        return release.lines()
                .filter(line -> line.startsWith(name + "="))
                .map(line -> line.substring(name.length() + 1).replace("\"", ""))
                .findFirst();
    }

    private static void cpu(KernelFiles files, ObjectNode cpu) {
        var info = files.find("proc/cpuinfo").orElse("");
        put(cpu, "model", words(info, "model name").findFirst());
        cpu.put("logical", words(info, "processor").count());
        var sockets = words(info, "physical id").distinct().count();
        if (sockets > 0) {
            cpu.put("sockets", sockets);
            words(info, "cpu cores")
                    .findFirst()
                    .ifPresent(cores -> cpu.put("cores_per_socket", Integer.parseInt(cores)));
        }
        files.findNumber("sys/devices/system/cpu/cpu0/cpufreq/cpuinfo_max_freq")
                .ifPresent(kilohertz -> cpu.put("max_hz", kilohertz * 1000));
    }

    private static Stream<String> words(String info, String name) {
        return info.lines()
                .filter(line -> line.startsWith(name) && line.indexOf(':') > 0)
                .map(line -> line.substring(line.indexOf(':') + 1).strip());
    }

    private static void memory(Host host, ObjectNode memory) throws IOException {
        memory.put("total_bytes", host.memory().total());
        memory.put("swap_bytes", host.swap().total());
    }

    private static void disk(KernelFiles files, Disk disk, ObjectNode told) {
        var folder = "sys/block/" + disk.name();
        told.put("name", disk.name());
        files.findNumber(folder + "/size").ifPresent(sectors -> told.put("size_bytes", sectors * SECTOR));
        files.findNumber(folder + "/queue/rotational").ifPresent(is -> told.put("rotational", is == 1));
        put(told, "model", files.findLine(folder + "/device/model"));
        put(told, "vendor", files.findLine(folder + "/device/vendor"));
    }

    private static void link(KernelFiles files, Link link, ObjectNode told) {
        var folder = "sys/class/net/" + link.name();
        told.put("name", link.name());
        put(told, "mac", files.findLine(folder + "/address"));
        put(told, "state", files.findLine(folder + "/operstate"));
        files.findNumber(folder + "/mtu").ifPresent(bytes -> told.put("mtu", bytes));
        files.findNumber(folder + "/speed")
                .filter(speed -> speed > 0)
                .ifPresent(megabits -> told.put("bits_per_second", megabits * 1_000_000));
        if (files.isOwn()) {
            addresses(link.name(), told);
        }
    }

    private static void addresses(String name, ObjectNode told) {
        try {
            var link = NetworkInterface.getByName(name);
            if (link != null) {
                ArrayNode all = told.putArray("addresses");
                link.getInterfaceAddresses().stream()
                        .map(one -> one.getAddress().getHostAddress().replaceAll("%.*", "") + "/"
                                + one.getNetworkPrefixLength())
                        .sorted()
                        .limit(MOST_ADDRESSES)
                        .forEach(all::add);
            }
        } catch (SocketException gone) {
            told.put("state", "gone");
        }
    }

    private static void machine(KernelFiles files, ObjectNode machine) {
        put(machine, "vendor", files.findLine("sys/class/dmi/id/sys_vendor"));
        put(machine, "product", files.findLine("sys/class/dmi/id/product_name"));
        put(machine, "bios", files.findLine("sys/class/dmi/id/bios_version"));
        put(machine, "hypervisor", files.findLine("sys/hypervisor/type"));
        var isGuest = words(files.find("proc/cpuinfo").orElse(""), "flags")
                .findFirst()
                .map(flags -> List.of(flags.split(" ", -1)).contains("hypervisor"));
        isGuest.ifPresent(is -> machine.put("virtual", is));
    }

    private static void measured(KernelFiles files, ObjectNode measured) {
        var around = Surroundings.of(files);
        measured.put("container", around.container());
        measured.put("cgroups", files.has("sys/fs/cgroup/cgroup.controllers") ? "v2" : "v1");
        measured.put("memory", around.memory());
        measured.put("cpu", around.memory());
        measured.put("processes", around.processes());
        measured.put("network", around.network());
    }

    private static void put(ObjectNode node, String name, Optional<String> value) {
        value.ifPresent(text -> node.put(name, text));
    }
}
