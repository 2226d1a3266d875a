package io.pulsefleet.e2e.bench;

import io.pulsefleet.e2e.ProcessFigures;
import io.pulsefleet.e2e.Stack;
import java.time.Duration;

/** Processor time used so far by the hub, by PostgreSQL with all its processes, and by us who make the load. */
record Cpu(long atNanos, Duration hub, Duration postgres, Duration load) {

    static Cpu now(Stack stack) {
        return new Cpu(
                System.nanoTime(),
                new ProcessFigures(stack.hub().pid()).cpu(),
                new ProcessFigures(stack.postgres().pid()).cpuOfAll(),
                new ProcessFigures(ProcessHandle.current().pid()).cpu());
    }

    /** What was used since then, each in percent of the whole machine. */
    Shares since(Cpu before) {
        var whole = (atNanos - before.atNanos) * (double) Runtime.getRuntime().availableProcessors();
        return new Shares(
                100 * hub.minus(before.hub).toNanos() / whole,
                100 * postgres.minus(before.postgres).toNanos() / whole,
                100 * load.minus(before.load).toNanos() / whole);
    }

    record Shares(double hub, double postgres, double load) {

        void into(Table table, String what) {
            table.row(what + ", CPU of the hub", "% of the machine", "%.0f", hub);
            table.row(what + ", CPU of PostgreSQL", "% of the machine", "%.0f", postgres);
            table.row(what + ", CPU of the load generator", "% of the machine", "%.1f", load);
        }
    }
}
