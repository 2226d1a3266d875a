package io.pulsefleet.e2e.bench;

import io.pulsefleet.e2e.Await;
import io.pulsefleet.e2e.ProcessFigures;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Locale;

/**
 * What a process takes that runs for months. Its first minutes are those of its start and of its compiler, so they are told
 * one by one and are not in the figure that counts; its memory counts from the beginning.
 *
 * @param what how its rows begin
 * @param cpuAim with its unit, as it stands in the table
 */
record Settled(Table table, String what, String cpuAim, String memoryAim) {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    /**
     * @param settles how long it is left alone
     * @param time how long it is measured after that
     */
    void watch(long pid, Duration settles, Duration time) {
        var process = new ProcessFigures(pid);
        var largest = 0L;
        var minutes = new ArrayList<String>();
        for (var left = settles; left.compareTo(Duration.ZERO) > 0; left = left.minus(MINUTE)) {
            var minute = look(process, left.compareTo(MINUTE) < 0 ? left : MINUTE);
            largest = Math.max(largest, minute.largest());
            minutes.add(String.format(Locale.ROOT, "%.1f", minute.share()));
        }
        table.text(
                what + ", CPU in each minute of its first " + settles.toMinutes(),
                "% of a core",
                String.join(" ", minutes));
        var settled = look(process, time);
        table.row(
                what + ", CPU over the %d s after these".formatted(time.toSeconds()), cpuAim, "%.2f", settled.share());
        table.row(
                what + ", resident memory, largest since its first reading",
                memoryAim,
                "%.0f",
                Math.max(largest, settled.largest()) / 1e6);
        table.row(what + ", resident memory at the end", "MB", "%.0f", process.residentBytes() / 1e6);
    }

    /**
     * @param share of a core, in percent
     * @param largest of its resident bytes
     */
    private record Look(double share, long largest) {}

    private static Look look(ProcessFigures process, Duration time) {
        var began = System.nanoTime();
        var before = process.cpu();
        var largest = 0L;
        while (System.nanoTime() - began < time.toNanos()) {
            largest = Math.max(largest, process.residentBytes());
            Await.pause(Duration.ofSeconds(1));
        }
        return new Look(100.0 * process.cpu().minus(before).toNanos() / (System.nanoTime() - began), largest);
    }
}
