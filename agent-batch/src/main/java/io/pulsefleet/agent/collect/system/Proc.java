package io.pulsefleet.agent.collect.system;

import static java.lang.Double.parseDouble;
import static java.lang.Long.parseLong;
import static java.util.regex.Matcher.quoteReplacement;

import io.pulsefleet.agent.collect.system.Host.Core;
import io.pulsefleet.agent.collect.system.Host.Disk;
import io.pulsefleet.agent.collect.system.Host.Link;
import io.pulsefleet.agent.collect.system.Host.Load;
import io.pulsefleet.agent.collect.system.Host.Memory;
import io.pulsefleet.agent.collect.system.Host.Mount;
import io.pulsefleet.agent.collect.system.Host.Swap;
import io.pulsefleet.agent.collect.system.Host.Traffic;
import io.pulsefleet.agent.collect.system.Host.Transfers;
import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;

/** What the kernel's files in {@code /proc} say: the text of a file in, its meaning out (proc(5)). */
final class Proc {

    private static final Pattern SPACES = Pattern.compile("\\s+");
    private static final Pattern ESCAPED = Pattern.compile("\\\\([0-7]{3})");

    /** In which the kernel counts, whatever a disk's own are. */
    private static final long SECTOR = 512;

    private Proc() {}

    /** {@code cpu0 7822 0 1546 162020 46 0 15 9 0 0}: user nice system idle iowait irq softirq steal, guests. */
    static List<Core> cores(String stat) {
        return stat.lines()
                .filter(line -> line.startsWith("cpu") && !line.startsWith("cpu "))
                .map(Proc::words)
                .map(words -> new Core(Integer.parseInt(words[0].substring("cpu".length())), ticks(words)))
                .toList();
    }

    private static Ticks ticks(String[] words) {
        return new Ticks(
                parseLong(words[1]),
                parseLong(words[2]),
                parseLong(words[3]),
                parseLong(words[4]),
                parseLong(words[5]),
                parseLong(words[6]) + parseLong(words[7]),
                parseLong(words[8]));
    }

    /** {@code 0.15 0.12 0.13 2/86 9251}. */
    static Load load(String loadavg) {
        var words = words(loadavg);
        return new Load(parseDouble(words[0]), parseDouble(words[1]), parseDouble(words[2]));
    }

    static Memory memory(String meminfo) throws IOException {
        return new Memory(
                bytes("MemTotal", meminfo),
                bytes("MemAvailable", meminfo),
                bytes("MemFree", meminfo),
                bytes("Buffers", meminfo),
                bytes("Cached", meminfo) + bytes("SReclaimable", meminfo));
    }

    static Swap swap(String meminfo, String vmstat) throws IOException {
        return new Swap(
                bytes("SwapTotal", meminfo),
                bytes("SwapFree", meminfo),
                number("pswpin ", vmstat),
                number("pswpout ", vmstat));
    }

    /** {@code MemTotal:       24684084 kB}. */
    private static long bytes(String name, String meminfo) throws IOException {
        return number(name + ":", meminfo) * 1024;
    }

    private static long number(String label, String table) throws IOException {
        var line = table.lines()
                .filter(any -> any.startsWith(label))
                .findFirst()
                .orElseThrow(() -> new IOException("the kernel tells no " + label.strip()));
        return parseLong(words(line)[1]);
    }

    /** {@code /dev/vda1 /mnt/with\040space ext4 rw,relatime 0 0}. */
    static List<Mount> mounts(String mounts) {
        return mounts.lines()
                .map(Proc::words)
                .map(words -> new Mount(unescaped(words[0]), unescaped(words[1]), words[2], isReadOnly(words[3])))
                .toList();
    }

    private static boolean isReadOnly(String options) {
        return options.equals("ro") || options.startsWith("ro,");
    }

    private static String unescaped(String text) {
        return ESCAPED.matcher(text)
                .replaceAll(code -> quoteReplacement(Character.toString(Integer.parseInt(code.group(1), 8))));
    }

    /**
     * {@code 254 0 vda 2601292 171153 84884426 3673406 8176954 1878767 651534648 4939465 0 1057768 9016235 ...}: reads,
     * of them merged, sectors, milliseconds; the same of writes; under way, busy, weighted.
     */
    static List<Disk> disks(String diskstats) {
        return diskstats
                .lines()
                .map(Proc::words)
                .filter(words -> words.length >= 14)
                .map(Proc::disk)
                .toList();
    }

    private static Disk disk(String[] words) {
        return new Disk(
                words[2],
                transfers(words, 3),
                transfers(words, 7),
                parseLong(words[11]),
                parseLong(words[12]),
                parseLong(words[13]));
    }

    private static Transfers transfers(String[] words, int from) {
        return new Transfers(
                parseLong(words[from]),
                parseLong(words[from + 2]) * SECTOR,
                parseLong(words[from + 1]),
                parseLong(words[from + 3]));
    }

    /** {@code 48720.11 21034.53}: since the start, and idle. */
    static double uptime(String uptime) {
        return parseDouble(words(uptime)[0]);
    }

    /** Two lines of heading, then {@code eth0: } with eight columns for what was received and eight for what was sent. */
    static List<Link> links(String netDev) {
        return netDev.lines().skip(2).map(Proc::link).toList();
    }

    private static Link link(String line) {
        var colon = line.lastIndexOf(':');
        var columns = words(line.substring(colon + 1));
        return new Link(line.substring(0, colon).strip(), traffic(columns, 0), traffic(columns, 8));
    }

    private static Traffic traffic(String[] columns, int from) {
        return new Traffic(
                parseLong(columns[from]),
                parseLong(columns[from + 1]),
                parseLong(columns[from + 2]),
                parseLong(columns[from + 3]));
    }

    private static String[] words(String line) {
        return SPACES.split(line.strip(), -1);
    }
}
