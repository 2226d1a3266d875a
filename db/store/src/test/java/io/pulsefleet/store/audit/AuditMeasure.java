package io.pulsefleet.store.audit;

import io.pulsefleet.store.OwnPostgres;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/** Not a test: how many deeds are written in a second, and how fast they are verified. The figures are in docs/bench.md. */
final class AuditMeasure {

    private static final String DETAIL =
            "{\"before\":{\"retries\":1,\"tags\":[\"prod\"]},\"after\":{\"retries\":3,\"tags\":[\"prod\",\"shop\"]}}";
    private static final Duration LONG = Duration.ofSeconds(10);

    private AuditMeasure() {}

    /** @param args how many rows are verified; 1,000,000 by default */
    public static void main(String[] args) throws Exception {
        var rows = args.length > 0 ? Integer.parseInt(args[0]) : 1_000_000;
        try (var postgres = OwnPostgres.startIn(Files.createTempDirectory("measure"))) {
            var chain = new Chain(postgres.database());
            for (var group : List.of(1, 10, 100, 500)) {
                write(chain, group, 1);
            }
            write(chain, 100, 2);
            begun(postgres);
            fill(chain, rows);
            verify(postgres);
        }
    }

    private static void write(Chain chain, int group, int writers) throws InterruptedException {
        var entries = entries(group);
        var written = new AtomicLong();
        var end = System.nanoTime() + LONG.toNanos();
        var threads = Executors.newFixedThreadPool(writers);
        for (var writer = 0; writer < writers; writer++) {
            threads.execute(() -> {
                while (System.nanoTime() < end) {
                    chain.begin(entries, List.of()).write();
                    written.addAndGet(group);
                }
            });
        }
        threads.shutdown();
        threads.awaitTermination(1, TimeUnit.MINUTES);
        say("%d writer(s), groups of %d: %,d deeds/s", writers, group, written.get() / LONG.toSeconds());
    }

    private static void begun(OwnPostgres postgres) {
        var begun = new Begun(postgres.database());
        var entry = entries(1).get(0);
        var count = 0;
        var start = System.nanoTime();
        while (System.nanoTime() - start < LONG.toNanos()) {
            begun.note(UUID.randomUUID(), entry);
            count++;
        }
        say("noted as begun, one after the other: %,d/s", count / LONG.toSeconds());
    }

    private static void fill(Chain chain, int rows) {
        var entries = entries(500);
        while (chain.head().number() < rows) {
            chain.begin(entries, List.of()).write();
        }
    }

    private static void verify(OwnPostgres postgres) throws Exception {
        for (var round = 0; round < 3; round++) {
            var start = System.nanoTime();
            var verdict = new AuditLines(postgres.database()).verify(Optional.empty(), 100_000, (rows, of) -> {});
            var seconds = (System.nanoTime() - start) / 1e9;
            say(
                    "verified: %s, %,d rows in %.1f s: %,.0f rows/s",
                    verdict.state(), verdict.rows(), seconds, verdict.rows() / seconds);
        }
        var start = System.nanoTime();
        var found = postgres.query("SELECT state || ' ' || at_number FROM audit_verify()");
        var seconds = (System.nanoTime() - start) / 1e9;
        say("by audit_verify(): %s in %.1f s", found, seconds);
        say(
                "size: %s",
                postgres.query(
                        "SELECT pg_total_relation_size('audit') / (SELECT max(number) FROM audit) || ' bytes a row with indexes'"));
    }

    private static List<Entry> entries(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new Entry(
                        Instant.now(), "admin", "user", "192.0.2.7", "monitor.change", "monitor/" + i, "done", DETAIL))
                .toList();
    }

    private static void say(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
    }
}
