package io.pulsefleet.agent.collect.system;

import static io.pulsefleet.wire.Metric.counter;
import static io.pulsefleet.wire.Metric.gauge;

import io.pulsefleet.agent.collect.kernel.Numbers;
import io.pulsefleet.wire.Metric;
import java.util.List;
import java.util.Optional;

/** What memory is used for, and what became scarce: the rest of {@code /proc/meminfo} and {@code /proc/vmstat}. */
final class MemoryParts implements Subject {

    private static final int KB = 1024;

    private static final Metric SHARED =
            gauge("system.memory.linux.shared", "By", "Shared memory and tmpfs; cached counts it as well.");
    private static final Metric SLAB = gauge(
            "system.memory.linux.slab.usage", "By", "The kernel's own objects.", "system.memory.linux.slab.state");
    private static final Metric DIRTY =
            gauge("system.memory.linux.dirty", "By", "Written by programs and not yet on its way to a disk.");
    private static final Metric COMMITTED = gauge(
            "system.memory.linux.committed",
            "By",
            "What programs were promised. Above the commit limit a strict kernel promises no more.");
    private static final Metric COMMIT_LIMIT =
            gauge("system.memory.linux.commit_limit", "By", "What a kernel with strict overcommit would promise.");
    private static final Metric HUGE_LIMIT =
            gauge("system.memory.linux.hugepages.limit", "{page}", "Huge pages of the default size.");
    private static final Metric HUGE_USAGE = gauge(
            "system.memory.linux.hugepages.usage",
            "{page}",
            "Huge pages by state; used and free add up to the limit.",
            "system.memory.linux.hugepages.state");
    private static final Metric HUGE_RESERVED = gauge(
            "system.memory.linux.hugepages.reserved", "{page}", "Promised to somebody; the free ones count them.");
    private static final Metric HUGE_SURPLUS =
            gauge("system.memory.linux.hugepages.surplus", "{page}", "Beyond the pool that was set up.");
    private static final Metric HUGE_SIZE =
            gauge("system.memory.linux.hugepages.page_size", "By", "The default size of a huge page.");
    private static final Metric FAULTS = counter(
            "system.paging.faults",
            "{fault}",
            "Pages that were touched and not there; major ones had to be read from a disk.",
            "system.paging.fault.type");
    private static final Metric OOM_KILLS =
            counter("system.memory.linux.oom_kills", "{kill}", "Processes that the kernel killed for want of memory.");

    @Override
    public List<Metric> metrics() {
        return List.of(
                SHARED,
                SLAB,
                DIRTY,
                COMMITTED,
                COMMIT_LIMIT,
                HUGE_LIMIT,
                HUGE_USAGE,
                HUGE_RESERVED,
                HUGE_SURPLUS,
                HUGE_SIZE,
                FAULTS,
                OOM_KILLS);
    }

    @Override
    public void read(Host host, Sheet sheet) {
        host.files().find("proc/meminfo").map(Numbers::ofLines).ifPresent(table -> meminfo(table, sheet));
        host.files().find("proc/vmstat").map(Numbers::ofLines).ifPresent(table -> vmstat(table, sheet));
    }

    private static void meminfo(Numbers table, Sheet sheet) {
        sheet.putIfTold(SHARED, bytes(table, "Shmem"));
        sheet.putIfTold(SLAB, bytes(table, "SReclaimable"), "reclaimable");
        sheet.putIfTold(SLAB, bytes(table, "SUnreclaim"), "unreclaimable");
        sheet.putIfTold(DIRTY, bytes(table, "Dirty"));
        sheet.putIfTold(COMMITTED, bytes(table, "Committed_AS"));
        sheet.putIfTold(COMMIT_LIMIT, bytes(table, "CommitLimit"));
        var huge = table.find("HugePages_Total");
        var free = table.find("HugePages_Free");
        sheet.putIfTold(HUGE_LIMIT, huge);
        sheet.putIfTold(HUGE_USAGE, huge.flatMap(all -> free.map(rest -> all - rest)), "used");
        sheet.putIfTold(HUGE_USAGE, free, "free");
        sheet.putIfTold(HUGE_RESERVED, table.find("HugePages_Rsvd"));
        sheet.putIfTold(HUGE_SURPLUS, table.find("HugePages_Surp"));
        sheet.putIfTold(HUGE_SIZE, bytes(table, "Hugepagesize"));
    }

    private static void vmstat(Numbers table, Sheet sheet) {
        var major = table.find("pgmajfault");
        sheet.putIfTold(FAULTS, major, "major");
        sheet.putIfTold(FAULTS, table.find("pgfault").flatMap(all -> major.map(some -> all - some)), "minor");
        sheet.putIfTold(OOM_KILLS, table.find("oom_kill"));
    }

    private static Optional<Long> bytes(Numbers meminfo, String name) {
        return meminfo.find(name).map(kilobytes -> kilobytes * KB);
    }
}
