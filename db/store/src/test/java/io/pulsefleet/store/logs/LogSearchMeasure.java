package io.pulsefleet.store.logs;

import io.pulsefleet.store.OwnPostgres;
import io.pulsefleet.store.logs.LogFilter.Field;
import io.pulsefleet.store.logs.LogFilter.Name;
import io.pulsefleet.store.logs.LogLines.NewLine;
import io.pulsefleet.store.logs.LogSearch.Place;
import io.pulsefleet.store.logs.LogSearch.Wanted;
import io.pulsefleet.store.schema.Partitions;
import io.pulsefleet.store.series.Snapshot;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;

/** Not a test: what COPY of lines costs with the indexes and without, and how long searches take. The figures are in docs/bench.md. */
final class LogSearchMeasure {

    private static final Instant END = Instant.parse("2026-11-22T03:00:00Z");
    private static final Duration LONGEST = Duration.ofMinutes(2);
    private static final int ROUNDS = 5;

    private LogSearchMeasure() {}

    private interface Question {
        Object ask();
    }

    /** @param args how many lines in the last hour; 5,000,000 by default */
    public static void main(String[] args) throws Exception {
        int lines = args.length > 0 ? Integer.parseInt(args[0]) : 5_000_000;
        try (var postgres = OwnPostgres.startIn(Files.createTempDirectory("measure"))) {
            new Partitions(postgres.database()).makeAhead(END.minus(Duration.ofDays(1)));
            intake(postgres);
            fill(postgres, lines);
            System.out.println(postgres.query("""
                    SELECT format('%s lines, %s bytes a line with indexes, of which %s are in the table', n, all_bytes / n, table_bytes / n)
                    FROM (SELECT count(*) AS n FROM log_line) c,
                         (SELECT sum(pg_total_relation_size(inhrelid))::bigint AS all_bytes,
                                 sum(pg_table_size(inhrelid))::bigint AS table_bytes
                          FROM pg_inherits WHERE inhparent = 'log_line'::regclass) b"""));
            search(postgres);
        }
    }

    /** In turns, so that whatever else goes on meets both. */
    private static void intake(OwnPostgres postgres) throws Exception {
        postgres.execute(
                "CREATE TABLE before_28 (LIKE log_line); ALTER TABLE before_28 DROP COLUMN number, DROP COLUMN xid;"
                        + " CREATE INDEX ON before_28 (agent, at); CREATE INDEX ON before_28 USING brin (at);"
                        + " CREATE TABLE with_28 (LIKE log_line INCLUDING ALL)");
        var random = new Random(1);
        var before = 0L;
        var after = 0L;
        for (int round = 0; round < 60; round++) {
            var some = some(random, END.minusSeconds(3_600L - round * 60L), 20, 5_000);
            var old = copy(postgres, "before_28", some);
            var now = copy(postgres, "with_28", some);
            if (round >= 10) {
                before += old;
                after += now;
            }
        }
        System.out.printf(
                Locale.ROOT,
                "COPY of 5,000 lines: before %.1f ms, with number, transaction and indexes %.1f ms: %.2f times%n",
                before / 50e6,
                after / 50e6,
                (double) after / before);
        postgres.execute("DROP TABLE before_28, with_28");
    }

    private static long copy(OwnPostgres postgres, String table, List<NewLine> lines) {
        var rows = new io.pulsefleet.store.Rows();
        lines.forEach(line -> LogLines.add(rows, line));
        var begun = System.nanoTime();
        postgres.database()
                .copy(
                        table + " (received_at, at, agent, source, severity, text, attributes)",
                        Instant.now(),
                        List.of(rows));
        return System.nanoTime() - begun;
    }

    private static void fill(OwnPostgres postgres, int lines) throws Exception {
        var random = new Random(2);
        var store = new LogLines(postgres.database());
        var seconds = 3_600;
        for (int second = 0; second < seconds; second += 4) {
            store.write(
                    END.minusSeconds(seconds - second),
                    some(random, END.minusSeconds(seconds - second), 4, lines / seconds * 4));
        }
        postgres.execute("VACUUM ANALYZE log_line");
    }

    private static List<NewLine> some(Random random, Instant from, int seconds, int count) {
        var all = new ArrayList<NewLine>();
        for (int i = 0; i < count; i++) {
            var at = from.plusNanos((long) (seconds * 1e9 * i / count) / 1_000 * 1_000);
            var path = "/api/v1/orders/" + random.nextInt(100_000);
            var status = random.nextInt(100) == 0 ? 500 : 200;
            all.add(new NewLine(
                    at,
                    random.nextInt(50) + 1,
                    random.nextInt(4) == 0 ? "/var/log/app/shop.log" : "/var/log/nginx/access.log",
                    status == 500 ? "ERROR" : random.nextInt(20) == 0 ? "WARN" : "INFO",
                    "192.0.2." + random.nextInt(256) + " GET " + path + " HTTP/1.1 " + status + " "
                            + random.nextInt(50_000) + " Mozilla/5.0 (X11; Linux x86_64) checkout customer-"
                            + random.nextInt(1_000_000),
                    ("{\"client.address\":\"192.0.2." + random.nextInt(256)
                                    + "\",\"http.request.method\":\"GET\",\"http.response.status_code\":\"" + status
                                    + "\",\"url.path\":\"" + path + "\"}")
                            .getBytes(StandardCharsets.UTF_8)));
        }
        return all;
    }

    private static void search(OwnPostgres postgres) {
        var search = new LogSearch(new Snapshot(postgres.database().source()));
        var tail = new LogTail(postgres.database());
        measure("newest 200", () -> page(search, LogFilter.ALL));
        measure(
                "newest 200 of a host",
                () -> page(search, filter(List.of(7), List.of(), List.of(), List.of(), List.of(), null)));
        measure(
                "newest 200, at least ERROR",
                () -> page(
                        search, filter(List.of(), List.of("ERROR", "FATAL"), List.of(), List.of(), List.of(), null)));
        measure(
                "newest 200 that contain 'checkout' (all do)",
                () -> page(search, filter(List.of(), List.of(), List.of(), List.of(), List.of("checkout"), null)));
        measure(
                "text that some 5 contain",
                () -> page(
                        search, filter(List.of(), List.of(), List.of(), List.of(), List.of("Customer-777777"), null)));
        measure(
                "text that none contains",
                () -> page(search, filter(List.of(), List.of(), List.of(), List.of(), List.of("nowhere"), null)));
        measure(
                "text that none contains, of a host",
                () -> page(search, filter(List.of(7), List.of(), List.of(), List.of(), List.of("nowhere"), null)));
        measure(
                "text that none contains, beyond ASCII",
                () -> page(search, filter(List.of(), List.of(), List.of(), List.of(), List.of("nirgendwö"), null)));
        measure(
                "expression that none fits",
                () -> page(search, filter(List.of(), List.of(), List.of(), List.of(), List.of(), "order.?/\\d+$")));
        measure(
                "field that none has",
                () -> page(
                        search,
                        filter(
                                List.of(),
                                List.of(),
                                List.of(),
                                List.of(new Field("user", "root", true)),
                                List.of(),
                                null)));
        measure(
                "source that none is",
                () -> page(
                        search,
                        filter(
                                List.of(),
                                List.of(),
                                List.of(new Name("/nowhere/*", true)),
                                List.of(),
                                List.of(),
                                null)));
        measure(
                "histogram of the hour",
                () -> search.counts(LogFilter.ALL, END.minusSeconds(3_600), END, Duration.ofSeconds(60), LONGEST));
        measure(
                "histogram of the hour, at least ERROR",
                () -> search.counts(
                        filter(List.of(), List.of("ERROR", "FATAL"), List.of(), List.of(), List.of(), null),
                        END.minusSeconds(3_600),
                        END,
                        Duration.ofSeconds(60),
                        LONGEST));
        var seen = tail.now();
        measure("tail, nothing new", () -> tail.since(seen, LogFilter.ALL, 500, LONGEST));
        new LogLines(postgres.database()).write(Instant.now(), some(new Random(3), Instant.now(), 1, 5_000));
        measure("tail, 5,000 new lines", () -> tail.since(seen, LogFilter.ALL, 500, LONGEST));
    }

    private static LogFilter filter(
            List<Integer> agents,
            List<String> severities,
            List<Name> sources,
            List<Field> fields,
            List<String> texts,
            String pattern) {
        return new LogFilter(agents, severities, sources, fields, texts, List.of(), Optional.ofNullable(pattern));
    }

    private static int page(LogSearch search, LogFilter filter) {
        return search.page(
                        new Wanted(
                                filter, END.minusSeconds(3_600), END, Optional.<Place>empty(), Order.NEWEST_FIRST, 200),
                        LONGEST)
                .lines()
                .size();
    }

    private static void measure(String name, Question question) {
        var millis = new ArrayList<Double>();
        for (int round = 0; round < ROUNDS; round++) {
            var begun = System.nanoTime();
            question.ask();
            millis.add((System.nanoTime() - begun) / 1e6);
        }
        millis.sort(null);
        System.out.printf(Locale.ROOT, "%-50s %8.1f ms%n", name, millis.get(ROUNDS / 2));
    }
}
