package io.pulsefleet.agent.collect.system;

import static io.pulsefleet.wire.Metric.counter;
import static io.pulsefleet.wire.Metric.gauge;

import io.pulsefleet.agent.collect.kernel.Numbers;
import io.pulsefleet.wire.Metric;
import java.io.IOException;
import java.util.List;

/** What the kernel had to do to share the cores out: {@code /proc/stat} below the cores. */
final class Scheduling implements Subject {

    private static final Metric RUNNING =
            gauge("system.cpu.run_queue", "{thread}", "Threads that run or wait for a core at this moment.");
    private static final Metric BLOCKED =
            gauge("system.cpu.blocked", "{thread}", "Threads that wait for I/O at this moment.");
    private static final Metric SWITCHES =
            counter("system.cpu.context_switches", "{switch}", "Switches from one thread to another.");
    private static final Metric INTERRUPTS =
            counter("system.cpu.interrupts", "{interrupt}", "Interrupts served, hard and soft.", "type");
    private static final Metric CREATED =
            counter("system.process.created", "{process}", "Processes and threads that were created.");

    @Override
    public List<Metric> metrics() {
        return List.of(RUNNING, BLOCKED, SWITCHES, INTERRUPTS, CREATED);
    }

    @Override
    public void read(Host host, Sheet sheet) throws IOException {
        host.files().find("proc/stat").map(Numbers::ofLines).ifPresent(stat -> {
            sheet.putIfTold(RUNNING, stat.find("procs_running"));
            sheet.putIfTold(BLOCKED, stat.find("procs_blocked"));
            sheet.putIfTold(SWITCHES, stat.find("ctxt"));
            sheet.putIfTold(INTERRUPTS, stat.find("intr"), "hard");
            sheet.putIfTold(INTERRUPTS, stat.find("softirq"), "soft");
            sheet.putIfTold(CREATED, stat.find("processes"));
        });
    }
}
