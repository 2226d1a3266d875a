package io.pulsefleet.agent.collect.system;

import static io.pulsefleet.wire.Metric.counter;
import static io.pulsefleet.wire.Metric.gauge;
import static java.util.stream.Collectors.toMap;

import io.pulsefleet.agent.collect.system.Host.Disk;
import io.pulsefleet.agent.collect.system.Host.Transfers;
import io.pulsefleet.wire.Frame;
import io.pulsefleet.wire.Metric;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the disks did, and how they fared since the visit before: how long an operation took, how much of the time there
 * was something to do, how many operations there were at a time.
 */
final class Disks implements Subject {

    private static final String DEVICE = "system.device";
    private static final String DIRECTION = "disk.io.direction";
    private static final double MILLIS = 1000.0;

    private static final Metric BYTES = counter("system.disk.io", "By", "Bytes read and written.", DEVICE, DIRECTION);
    private static final Metric OPERATIONS =
            counter("system.disk.operations", "{operation}", "Reads and writes completed.", DEVICE, DIRECTION);
    private static final Metric MERGED = counter(
            "system.disk.merged",
            "{operation}",
            "Reads and writes that were made one with a neighbour before they reached the disk.",
            DEVICE,
            DIRECTION);
    private static final Metric SPENT = counter(
            "system.disk.operation_time",
            "s",
            "Time that reads and writes took, waiting included, all of them added up.",
            DEVICE,
            DIRECTION);
    private static final Metric BUSY =
            counter("system.disk.io_time", "s", "Time in which the disk had something to do.", DEVICE);
    private static final Metric PENDING =
            gauge("system.disk.pending_operations", "{operation}", "Operations under way at this moment.", DEVICE);
    private static final Metric AWAIT = gauge(
            "system.disk.await",
            "s",
            "What a read or a write took on average since the visit before; none where there was none.",
            DEVICE,
            DIRECTION);
    private static final Metric UTILIZATION = gauge(
            "system.disk.utilization",
            "1",
            "Share of the time since the visit before in which the disk had something to do.",
            DEVICE);
    private static final Metric QUEUE = gauge(
            "system.disk.queue", "{operation}", "Operations under way on average since the visit before.", DEVICE);

    private Map<String, Disk> before = Map.of();
    private double beforeAt;

    @Override
    public List<Metric> metrics() {
        return List.of(BYTES, OPERATIONS, MERGED, SPENT, BUSY, PENDING, AWAIT, UTILIZATION, QUEUE);
    }

    @Override
    public void read(Host host, Sheet sheet) throws IOException {
        var now = host.uptimeSeconds();
        var disks = Watched.disks(host.disks());
        for (var disk : disks) {
            put(disk, disk.read(), "read", sheet);
            put(disk, disk.written(), "write", sheet);
            sheet.put(BUSY, disk.busyMillis() / MILLIS, disk.name());
            sheet.put(PENDING, disk.underWay(), disk.name());
            putSince(Optional.ofNullable(before.get(disk.name())), disk, now - beforeAt, sheet);
        }
        before = disks.stream().collect(toMap(Disk::name, disk -> disk));
        beforeAt = now;
    }

    private static void put(Disk disk, Transfers transfers, String direction, Sheet sheet) {
        sheet.put(BYTES, transfers.bytes(), disk.name(), direction);
        sheet.put(OPERATIONS, transfers.operations(), disk.name(), direction);
        sheet.put(MERGED, transfers.merged(), disk.name(), direction);
        sheet.put(SPENT, transfers.millis() / MILLIS, disk.name(), direction);
    }

    /** @param seen empty where this disk was not seen yet */
    private static void putSince(Optional<Disk> seen, Disk now, double seconds, Sheet sheet) {
        var before = seen.orElse(now);
        sheet.put(AWAIT, await(before.read(), now.read()), now.name(), "read");
        sheet.put(AWAIT, await(before.written(), now.written()), now.name(), "write");
        var isFirst = seen.isEmpty() || seconds <= 0;
        var busy = (now.busyMillis() - before.busyMillis()) / MILLIS / seconds;
        var queue = (now.weightedMillis() - before.weightedMillis()) / MILLIS / seconds;
        sheet.put(UTILIZATION, isFirst || busy < 0 ? Frame.MISSING : Math.min(1, busy), now.name());
        sheet.put(QUEUE, isFirst || queue < 0 ? Frame.MISSING : queue, now.name());
    }

    private static double await(Transfers before, Transfers now) {
        var operations = now.operations() - before.operations();
        var millis = now.millis() - before.millis();
        return operations <= 0 || millis < 0 ? Frame.MISSING : millis / MILLIS / operations;
    }
}
