package io.pulsefleet.agent.collect.system;

import io.pulsefleet.agent.collect.UnreadableItemException;
import io.pulsefleet.agent.collect.kernel.KernelFiles;
import java.io.IOException;
import java.util.List;

/**
 * What the operating system tells; the one place that asks it.
 *
 * <p>Nothing is left out here and nothing is computed. Sizes are in bytes, and what is counted is counted since the host
 * started.
 */
interface Host {

    /** Those that are online. A number may be missing: that core is off. */
    List<Core> cores() throws IOException;

    Load load() throws IOException;

    Memory memory() throws IOException;

    Swap swap() throws IOException;

    /** In the order of mounting: of two at one point, the later hides the earlier. */
    List<Mount> mounts() throws IOException;

    /** @throws UnreadableItemException when this one cannot be asked: unmounted meanwhile, or not ours to enter */
    Space space(Mount mount) throws UnreadableItemException;

    /** Block devices, partitions among them, in no order. A container may see none. */
    List<Disk> disks() throws IOException;

    /** Network interfaces, in no order. */
    List<Link> links() throws IOException;

    double uptimeSeconds() throws IOException;

    /** The kernel's files themselves, for who reads one that nobody else needs. */
    KernelFiles files();

    record Core(int number, Ticks ticks) {}

    /** Tasks that ran or waited to run, averaged over 1, 5 and 15 minutes. */
    record Load(double one, double five, double fifteen) {}

    /** @param cached what the kernel would give back: page cache and reclaimable slab */
    record Memory(long total, long available, long free, long buffers, long cached) {}

    /** The pages are those moved between memory and swap. */
    record Swap(long total, long free, long pagesIn, long pagesOut) {}

    /** @param device {@code /dev/vda1}, or whatever a file system without a block device calls itself */
    record Mount(String device, String point, String type, boolean readOnly) {

        /** One that can be written to. */
        Mount(String device, String point, String type) {
            this(device, point, type, false);
        }
    }

    /**
     * @param free not used; some of it may be kept for root
     * @param available what anyone may still use
     * @param inodes 0 where the file system has none to run out of, or where they are not known
     */
    record Space(long total, long free, long available, long inodes, long freeInodes) {}

    /**
     * @param underWay operations that are not over now
     * @param busyMillis how long at least one operation was under way
     * @param weightedMillis how long operations were under way, all of them added up
     */
    record Disk(String name, Transfers read, Transfers written, long underWay, long busyMillis, long weightedMillis) {}

    /**
     * @param merged operations that were made one with a neighbour before they reached the disk
     * @param millis how long they took from being asked for, all of them added up
     */
    record Transfers(long operations, long bytes, long merged, long millis) {}

    record Link(String name, Traffic received, Traffic sent) {}

    /** @param dropped packets without a fault that had to go all the same */
    record Traffic(long bytes, long packets, long errors, long dropped) {}
}
