package io.pulsefleet.agent.collect.system;

import static io.pulsefleet.wire.Metric.counter;
import static io.pulsefleet.wire.Metric.gauge;

import io.pulsefleet.wire.Metric;
import java.io.IOException;
import java.util.List;

/**
 * What of memory and swap is in use.
 *
 * <p>The four states add up to the whole, so that they can be stacked. How full the memory is, is another question: much
 * of buffers and cache can be had back, so utilization counts what is not available.
 */
final class MemoryAndSwap implements Subject {

    private static final Metric USAGE = gauge(
            "system.memory.usage",
            "By",
            "Memory by state: used, free, buffers, cached. They add up to the limit.",
            "system.memory.state");
    private static final Metric LIMIT = gauge("system.memory.limit", "By", "Memory of the host.");
    private static final Metric AVAILABLE =
            gauge("system.memory.linux.available", "By", "What programs could still get without swapping.");
    private static final Metric UTILIZATION =
            gauge("system.memory.utilization", "1", "Share of the memory that is not available any more.");
    private static final Metric SWAP = gauge("system.paging.usage", "By", "Swap by state.", "system.paging.state");
    private static final Metric SWAPPED = counter(
            "system.paging.operations",
            "{operation}",
            "Pages read back from swap and written out to it.",
            "system.paging.direction");

    @Override
    public List<Metric> metrics() {
        return List.of(USAGE, LIMIT, AVAILABLE, UTILIZATION, SWAP, SWAPPED);
    }

    @Override
    public void read(Host host, Sheet sheet) throws IOException {
        var memory = host.memory();
        var used = memory.total() - memory.free() - memory.buffers() - memory.cached();
        sheet.put(USAGE, used, "used");
        sheet.put(USAGE, memory.free(), "free");
        sheet.put(USAGE, memory.buffers(), "buffers");
        sheet.put(USAGE, memory.cached(), "cached");
        sheet.put(LIMIT, memory.total());
        sheet.put(AVAILABLE, memory.available());
        sheet.put(UTILIZATION, (double) (memory.total() - memory.available()) / memory.total());

        var swap = host.swap();
        sheet.put(SWAP, swap.total() - swap.free(), "used");
        sheet.put(SWAP, swap.free(), "free");
        sheet.put(SWAPPED, swap.pagesIn(), "in");
        sheet.put(SWAPPED, swap.pagesOut(), "out");
    }
}
