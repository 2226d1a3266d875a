package io.pulsefleet.e2e.bench;

import io.pulsefleet.agent.collect.uptime.MeasureTarget;
import io.pulsefleet.e2e.probers.ProberBooks;
import io.pulsefleet.e2e.probers.Probers;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;

/** Who probes for a datacenter is killed, or its network is cut: how soon another's first heartbeat counts. */
final class TakeoverBench implements Subject {

    private static final int TIMES = 6;
    private static final int MONITORS = 50;
    private static final Duration LONGEST = Duration.ofMinutes(3);

    @Override
    public void measure(Ground ground, Table table) throws IOException, SQLException {
        try (var target = MeasureTarget.forgetful();
                var stack = ground.startHub("takeover");
                var probers = Probers.start(stack)) {
            probers.awaitReady();
            var books = new ProberBooks(stack);
            books.execute(
                    "INSERT INTO datacenters (id, name) VALUES ('%s', 'Frankfurt')".formatted(Probers.DATACENTER),
                    "INSERT INTO schedules VALUES ('3s', 3, 2000)",
                    "INSERT INTO api_monitors (name, kind, check_body, schedule) SELECT 'shop ' || i, 'http',"
                            + " '{\"url\": \"http://127.0.0.1:%d/ok\"}', '3s' FROM generate_series(1, %d) i"
                                    .formatted(target.port(), MONITORS));
            awaitProbed(books, books.awaitLease(0, LONGEST).number());
            for (int i = 0; i < TIMES; i++) {
                kill(probers, books);
                cut(probers, books);
            }
            tell(table, books, "killed", 15);
            tell(table, books, "cut", 20);
            table.count(
                    "heartbeats that count and are not the only one of their slot",
                    "(aim: 0)",
                    books.count("SELECT count(*) - count(DISTINCT (monitor, slot_at)) FROM api_heartbeats"));
            table.count(
                    "heartbeats that count though another held the lease already",
                    "(aim: 0)",
                    books.countedThoughStale());
            table.count(
                    "heartbeats that count, of so many slots", "", books.count("SELECT count(*) FROM api_heartbeats"));
        }
    }

    private static void kill(Probers probers, ProberBooks books) throws IOException, SQLException {
        var before = books.newest();
        var holder = probers.holding(before);
        books.killed(holder.kill(), before.number());
        awaitProbed(books, books.awaitLease(before.number(), LONGEST).number());
        holder.start();
        holder.awaitReady();
    }

    private static void cut(Probers probers, ProberBooks books) throws IOException, SQLException {
        var before = books.newest();
        var holder = probers.holding(before);
        books.cut(holder.cut(), before.number());
        awaitProbed(books, books.awaitLease(before.number(), LONGEST).number());
        holder.mend();
    }

    /** Each monitor, twice: whoever holds it has settled. */
    private static void awaitProbed(ProberBooks books, long lease) {
        books.awaitCount(
                "nobody probes under lease " + lease,
                "SELECT count(*) FROM (SELECT FROM api_heartbeats WHERE lease = %d GROUP BY monitor HAVING count(*) > 1)"
                        .formatted(lease),
                MONITORS,
                LONGEST);
    }

    private static void tell(Table table, ProberBooks books, String what, int aim) throws SQLException {
        var took = books.takeovers().stream()
                .filter(takeover -> takeover.what().equals(what))
                .mapToDouble(takeover -> takeover.took().toMillis() / 1e3)
                .summaryStatistics();
        var name = "who probes is %s, %d times, until the next one's first heartbeat that counts: "
                .formatted(what, took.getCount());
        table.row(name + "least", "s", "%.1f", took.getMin());
        table.row(name + "largest", "s (aim: %d)".formatted(aim), "%.1f", took.getMax());
    }
}
