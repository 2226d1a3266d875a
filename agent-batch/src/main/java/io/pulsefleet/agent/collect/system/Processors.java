package io.pulsefleet.agent.collect.system;

import static io.pulsefleet.wire.Metric.gauge;
import static java.util.stream.Collectors.toMap;

import io.pulsefleet.agent.collect.system.Host.Core;
import io.pulsefleet.wire.Metric;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** How busy the cores were since the visit before, by mode and each. */
final class Processors implements Subject {

    private static final Metric COUNT = gauge("system.cpu.logical.count", "{cpu}", "Cores that are online.");
    private static final Metric MODE = gauge(
            "system.cpu.utilization",
            "1",
            "Share of the whole host's CPU time, by mode. Idle is what is left.",
            "cpu.mode");
    private static final Metric CORE = gauge(
            "system.cpu.core.utilization",
            "1",
            "Share of a core's time in which it was busy: neither idle nor waiting for I/O.",
            "cpu.logical_number");
    private static final Metric CORE_MODE = gauge(
            "system.cpu.core.mode.utilization",
            "1",
            "Share of a core's time, by mode; nice counts as user here. Idle is what is left.",
            "cpu.logical_number",
            "cpu.mode");
    private static final Metric LOAD = gauge(
            "system.cpu.load_average",
            "{thread}",
            "Threads that ran or waited to run, averaged over 1, 5 and 15 minutes.",
            "over");

    private Map<Integer, Ticks> before = Map.of();

    @Override
    public List<Metric> metrics() {
        return List.of(COUNT, MODE, CORE, CORE_MODE, LOAD);
    }

    @Override
    public void read(Host host, Sheet sheet) throws IOException {
        var cores = host.cores();
        var spent = cores.stream().map(this::sinceTheVisitBefore).toList();
        before = cores.stream().collect(toMap(Core::number, Core::ticks));

        sheet.put(COUNT, cores.size());
        putModes(spent.stream().map(Core::ticks).reduce(Ticks.NONE, Ticks::plus), sheet);
        for (var core : spent) {
            var number = String.valueOf(core.number());
            var ticks = core.ticks();
            sheet.put(CORE, ticks.busyShare(), number);
            sheet.put(CORE_MODE, ticks.share(ticks.user() + ticks.nice()), number, "user");
            sheet.put(CORE_MODE, ticks.share(ticks.system()), number, "system");
            sheet.put(CORE_MODE, ticks.share(ticks.iowait()), number, "iowait");
            sheet.put(CORE_MODE, ticks.share(ticks.interrupt()), number, "interrupt");
            sheet.put(CORE_MODE, ticks.share(ticks.steal()), number, "steal");
        }
        var load = host.load();
        sheet.put(LOAD, load.one(), "1m");
        sheet.put(LOAD, load.five(), "5m");
        sheet.put(LOAD, load.fifteen(), "15m");
    }

    private Core sinceTheVisitBefore(Core core) {
        var now = core.ticks();
        return new Core(core.number(), now.since(before.getOrDefault(core.number(), now)));
    }

    private static void putModes(Ticks ticks, Sheet sheet) {
        sheet.put(MODE, ticks.share(ticks.user()), "user");
        sheet.put(MODE, ticks.share(ticks.nice()), "nice");
        sheet.put(MODE, ticks.share(ticks.system()), "system");
        sheet.put(MODE, ticks.share(ticks.iowait()), "iowait");
        sheet.put(MODE, ticks.share(ticks.interrupt()), "interrupt");
        sheet.put(MODE, ticks.share(ticks.steal()), "steal");
    }
}
