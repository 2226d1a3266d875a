package io.pulsefleet.agent.collect.pglog;

import io.pulsefleet.agent.collect.Visit;
import io.pulsefleet.agent.collect.jdbc.Delivered;
import io.pulsefleet.settings.Settings;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Not a test: how many entries a core takes from files to what is told, visit after visit as the runner does it, on one
 * thread. The time is that of the whole process: its collector of garbage and its compiler are in it. What the runner does
 * with what is told is not: packing, sealing, sending.
 */
final class LogRoadMeasure {

    private static final int FILES = 4;
    private static final int PART = 6_000;
    private static final int ROUNDS = 4;

    private LogRoadMeasure() {}

    /** @param args a folder that is empty, and how many entries: a multiple of 24,000 */
    public static void main(String[] args) throws IOException {
        var folder = Path.of(args[0]);
        int entries = Integer.parseInt(args[1]);
        write(folder, "csv", LogMeasure::csv, entries);
        write(folder, "json", LogMeasure::json, entries);
        write(folder, "log", LogMeasure::stderr, entries);
        for (var redact : new String[] {"none", "literals"}) {
            measure("csvlog", folder, "*.csv", entries, redact);
            measure("jsonlog", folder, "*.json", entries, redact);
            measure("stderr", folder, "*.log", entries, redact);
        }
    }

    private interface Part {
        String text(int first, int entries);
    }

    /** No two files are the same: one would be a copy, of which nothing is told. */
    private static void write(Path folder, String ending, Part part, int entries) throws IOException {
        for (int i = 0; i < FILES; i++) {
            try (var file = Files.newBufferedWriter(folder.resolve("postgresql-" + i + "." + ending))) {
                for (int k = 0; k < entries / FILES / PART; k++) {
                    file.write(part.text((i * entries / FILES) + k * PART, PART));
                }
            }
        }
    }

    private static void measure(String name, Path folder, String files, int entries, String redact) throws IOException {
        var given = Map.of(
                "pulse.pg-log.files",
                folder.resolve(files).toString(),
                "pulse.pg-log.begin",
                "start",
                "pulse.pg-log.line.prefix",
                "%m [%p] %q%u@%d/%a ",
                "pulse.pg-log.redact",
                redact);
        var best = Double.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            var began = cpu();
            var told = readAll(new Settings(setting -> Optional.ofNullable(given.get(setting))));
            best = Math.min(best, (cpu() - began) / 1e9);
            if (told != entries) {
                throw new IllegalStateException(name + ": " + told + " of " + entries);
            }
        }
        System.out.printf(
                Locale.ROOT, "%s\t%d\t%s\t%.0f%n", name, bytes(folder, files) / entries, redact, entries / best);
    }

    private static long bytes(Path folder, String files) throws IOException {
        var all = 0L;
        try (var found = Files.newDirectoryStream(folder, files)) {
            for (var file : found) {
                all += Files.size(file);
            }
        }
        return all;
    }

    /** The files are an hour old by the clock that it is told: nobody writes into them any more. */
    private static long readAll(Settings settings) throws IOException {
        var clock = InstantSource.offset(InstantSource.system(), Duration.ofHours(1));
        var collector = new PgLogCollector(settings, new Delivered(), clock);
        var place = Optional.<String>empty();
        var rung = clock.instant();
        Instant at;
        double told;
        do {
            var reached = place;
            at = collector.due(new Visit("main", rung, () -> reached));
            told = 0;
            try (var pass = collector.begin(new Visit("main", at, () -> reached))) {
                for (var next = pass.next(); next.isPresent(); next = pass.next()) {
                    if (next.get().position().metric().equals(LogPass.ENTRIES.name())) {
                        told += next.get().value();
                    }
                }
                pass.documents();
                place = pass.reached();
            }
        } while (at.isBefore(rung));
        return (long) told;
    }

    private static long cpu() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }
}
