package io.pulsefleet.agent.collect.system;

import io.pulsefleet.agent.collect.UnreadableItemException;
import io.pulsefleet.agent.collect.kernel.KernelFiles;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.List;

/**
 * The Linux host that this agent runs on, by the kernel's own files; the space of a file system by OSHI's statvfs(3).
 *
 * <p>The other calls of OSHI 7.5 do not fit an agent that asks every ten seconds: its list of file systems starts
 * {@code lsblk} each time, its list of interfaces reads eleven files for each and does not know dropped packets that were
 * to be sent, its memory knows neither buffers nor cache, its disks need libudev, its processor takes cores that are off
 * for cores and so shifts the numbers of the others, and all of it reads one {@code /proc} for the whole of the process.
 */
@Dependent
final class ThisHost implements Host {

    private final Spaces spaces = new Spaces();
    private final KernelFiles files;

    @Inject
    ThisHost(KernelFiles files) {
        this.files = files;
    }

    @Override
    public List<Core> cores() throws IOException {
        return Proc.cores(files.read("proc/stat"));
    }

    @Override
    public Load load() throws IOException {
        return Proc.load(files.read("proc/loadavg"));
    }

    @Override
    public Memory memory() throws IOException {
        return Proc.memory(files.read("proc/meminfo"));
    }

    @Override
    public Swap swap() throws IOException {
        return Proc.swap(files.read("proc/meminfo"), files.read("proc/vmstat"));
    }

    @Override
    public List<Mount> mounts() throws IOException {
        return Proc.mounts(files.read(files.mounts()));
    }

    @Override
    public Space space(Mount mount) throws UnreadableItemException {
        return spaces.at(files.path(mount.point()).toString())
                .orElseThrow(
                        () -> new UnreadableItemException("the space of " + mount.point() + " cannot be read", null));
    }

    /** None where a container hides them. */
    @Override
    public List<Disk> disks() {
        return files.find("proc/diskstats").map(Proc::disks).orElse(List.of());
    }

    @Override
    public List<Link> links() throws IOException {
        return Proc.links(files.read(files.net("dev")));
    }

    @Override
    public double uptimeSeconds() throws IOException {
        return Proc.uptime(files.read("proc/uptime"));
    }

    @Override
    public KernelFiles files() {
        return files;
    }
}
