package io.pulsefleet.agent.collect.system;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pulsefleet.agent.collect.UnreadableItemException;
import jakarta.enterprise.context.Dependent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import oshi.util.driver.linux.proc.DiskStats;
import oshi.util.driver.linux.proc.DiskStats.IoStat;
import oshi.util.driver.linux.proc.UpTime;
import oshi.util.linux.ProcPath;

/**
 * The Linux host that this agent runs on: by OSHI where OSHI tells it whole and cheaply, else by the kernel's own file.
 *
 * <p>OSHI's drivers tell disks, uptime and, by statvfs(3), the space of a file system; its setting
 * {@code oshi.util.proc.path} says where {@code /proc} is. The other calls of OSHI 7.5 do not fit an agent that asks
 * every ten seconds: its list of file systems starts {@code lsblk} each time, its list of interfaces reads eleven files
 * for each and does not know dropped packets that were to be sent, its memory knows neither buffers nor cache, its disks
 * need libudev, and its processor takes cores that are off for cores and so shifts the numbers of the others.
 */
@Dependent
final class ThisHost implements Host {

    private static final long SECTOR = 512;

    private final Spaces spaces = new Spaces();

    @Override
    public List<Core> cores() throws IOException {
        return Proc.cores(read("stat"));
    }

    @Override
    public Load load() throws IOException {
        return Proc.load(read("loadavg"));
    }

    @Override
    public Memory memory() throws IOException {
        return Proc.memory(read("meminfo"));
    }

    @Override
    public Swap swap() throws IOException {
        return Proc.swap(read("meminfo"), read("vmstat"));
    }

    @Override
    public List<Mount> mounts() throws IOException {
        return Proc.mounts(read("mounts"));
    }

    @Override
    public Space space(Mount mount) throws UnreadableItemException {
        return spaces.at(mount.point())
                .orElseThrow(
                        () -> new UnreadableItemException("the space of " + mount.point() + " cannot be read", null));
    }

    @Override
    public List<Disk> disks() {
        return DiskStats.getDiskStats().entrySet().stream()
                .map(found -> disk(found.getKey(), found.getValue()))
                .toList();
    }

    @Override
    public List<Link> links() throws IOException {
        return Proc.links(read("net/dev"));
    }

    @Override
    public double uptimeSeconds() {
        return UpTime.getSystemUptimeSeconds();
    }

    private static Disk disk(String name, Map<IoStat, Long> counted) {
        return new Disk(
                name,
                counted.get(IoStat.READS),
                counted.get(IoStat.READS_SECTOR) * SECTOR,
                counted.get(IoStat.WRITES),
                counted.get(IoStat.WRITES_SECTOR) * SECTOR,
                counted.get(IoStat.IO_MS));
    }

    private static String read(String file) throws IOException {
        return new String(Files.readAllBytes(Path.of(ProcPath.PROC, file)), UTF_8);
    }
}
