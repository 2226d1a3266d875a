package io.pulsefleet.agent.collect.system;

import static io.pulsefleet.wire.Metric.counter;

import io.pulsefleet.wire.Metric;
import java.io.IOException;
import java.util.List;

/** What the disks did. */
final class Disks implements Subject {

    private static final String DEVICE = "system.device";
    private static final String DIRECTION = "disk.io.direction";
    private static final double MILLIS = 1000.0;

    private static final Metric BYTES = counter("system.disk.io", "By", "Bytes read and written.", DEVICE, DIRECTION);
    private static final Metric OPERATIONS =
            counter("system.disk.operations", "{operation}", "Reads and writes completed.", DEVICE, DIRECTION);
    private static final Metric BUSY =
            counter("system.disk.io_time", "s", "Time in which the disk had something to do.", DEVICE);

    @Override
    public List<Metric> metrics() {
        return List.of(BYTES, OPERATIONS, BUSY);
    }

    @Override
    public void read(Host host, Sheet sheet) throws IOException {
        for (var disk : Watched.disks(host.disks())) {
            sheet.put(BYTES, disk.bytesRead(), disk.name(), "read");
            sheet.put(BYTES, disk.bytesWritten(), disk.name(), "write");
            sheet.put(OPERATIONS, disk.reads(), disk.name(), "read");
            sheet.put(OPERATIONS, disk.writes(), disk.name(), "write");
            sheet.put(BUSY, disk.busyMillis() / MILLIS, disk.name());
        }
    }
}
