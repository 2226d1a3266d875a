package io.pulsefleet.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** What the kernel says of a process, in {@code /proc/<pid>}. */
public record ProcessFigures(long pid) {

    /** VmRSS: what of its memory is in RAM. */
    public long residentBytes() {
        return lines("status")
                .lines()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1_024)
                .findFirst()
                .orElseThrow();
    }

    /** Time spent on processors, its own and the kernel's for it. */
    public Duration cpu() {
        return ProcessHandle.of(pid)
                .flatMap(process -> process.info().totalCpuDuration())
                .orElseThrow();
    }

    /** The same with its children, those that have ended too: of PostgreSQL, all of it. */
    public Duration cpuOfAll() {
        var living = ProcessHandle.of(pid).orElseThrow().descendants().map(child -> new ProcessFigures(child.pid()));
        var ticks = ticks(17) + living.mapToLong(ProcessFigures::ticksOrNone).sum();
        return Duration.ofMillis(ticks * 10); // USER_HZ is 100 wherever Linux runs
    }

    private long ticksOrNone() {
        try {
            return ticks(15);
        } catch (UncheckedIOException ended) {
            return 0; // its parent counts it from now on
        }
    }

    /** utime, stime, and up to field 17 cutime and cstime; counted from 1, as in proc(5). */
    private long ticks(int last) {
        var stat = lines("stat");
        var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        long ticks = 0;
        for (int field = 14; field <= last; field++) {
            ticks += Long.parseLong(fields[field - 3]);
        }
        return ticks;
    }

    private String lines(String file) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(pid), file));
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }
}
