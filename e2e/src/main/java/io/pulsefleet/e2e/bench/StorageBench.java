package io.pulsefleet.e2e.bench;

import io.pulsefleet.e2e.Ports;
import io.pulsefleet.e2e.fleet.Shape;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.stream.IntStream;

/**
 * What a sample takes: as it comes, and packed with its roll-ups and indexes; and how fast it is packed; and what other databases
 * take for the same samples, where they are installed.
 */
final class StorageBench implements Subject {

    private static final int AGENTS = 40;
    private static final int HOURS = 24;
    private static final int POSITIONS = 150;
    private static final int A_REQUEST = 10;

    /** Prometheus refuses what is an hour behind the newest, of whatever series. */
    private static final int ONE_BY_ONE = 1;

    private static final long SAMPLES = (long) AGENTS * HOURS * Visits.AN_HOUR * POSITIONS;

    /** Long enough ago that the day is rolled up, too. */
    private final Instant day = Instant.now().truncatedTo(ChronoUnit.DAYS).minus(Duration.ofDays(2));

    @Override
    public void measure(Ground ground, Table table) throws IOException, SQLException {
        try (var stack = ground.startHub("storage");
                var connection = Ground.database(stack)) {
            var visits = new Visits(connection, day, POSITIONS, Visits.agents(1, AGENTS));
            for (int hour = 0; hour < HOURS; hour++) {
                visits.fill(hour);
            }
            var jobs = HubJobs.of(stack);
            table.row("stored, before packing", "bytes/sample", "%.3f", perSample(connection, "frame"));
            table.count("packed, with its hourly roll-ups", "samples/s", rate(jobs.run("pack")));
            table.count("rolled up, the day", "samples/s", rate(jobs.run("roll")));
            var packs = perSample(connection, "pack");
            table.row(
                    "stored, packed, with roll-ups (1 h, 1 d) and indexes",
                    "bytes/sample",
                    "%.3f",
                    packs + perSample(connection, "rollup"));
            letTenMinutesOutlive(connection);
            table.count("rolled up, 10 minutes and the day", "samples/s", rate(jobs.run("roll")));
            table.row(
                    "10 minutes, where they outlive their visits, in addition",
                    "bytes/sample",
                    "%.3f",
                    perSample(connection, "pack") - packs);
        }
        for (var kind : Peer.Kind.values()) {
            var what = kind.program + ", the same samples on disk, merged";
            if (kind.isInstalled()) {
                table.row(what, "bytes/sample", "%.3f", stored(kind, ground) / (double) SAMPLES);
            } else {
                table.skipped(what, "not installed: apt-get install " + kind.program);
            }
        }
    }

    /** They are made then; of this day, too, when it is rolled up once more. */
    private static void letTenMinutesOutlive(Connection connection) throws SQLException {
        try (var change = connection.createStatement()) {
            change.execute("INSERT INTO agents (id, number, token_hash, hostname, addresses, os, kernel, arch, cpus,"
                    + " memory_bytes, version, boot) OVERRIDING SYSTEM VALUE SELECT gen_random_uuid(), i, int4send(i), 'host-' || i,"
                    + " '{}', '', '', '', 1, 1, '', '' FROM generate_series(1, " + AGENTS + ") i;"
                    + " UPDATE retention SET keep_days = keep_days + 1 WHERE kind = '10m';"
                    + " UPDATE packed SET rolled = NULL WHERE level = 0");
        }
    }

    private long stored(Peer.Kind kind, Ground ground) throws IOException {
        var shape = Shape.of(POSITIONS);
        var agents = IntStream.range(0, AGENTS)
                .mapToObj(agent -> new RemoteWrite(agent, shape, day.toEpochMilli()))
                .toList();
        var writes = new PeerWrites(
                kind,
                ONE_BY_ONE,
                AGENTS,
                HOURS * Visits.AN_HOUR / A_REQUEST,
                (agent, request) -> agents.get(agent).body(request * A_REQUEST, A_REQUEST));
        try (var peer = new Peer(kind, ground.emptyFolder(kind.program), Ports.free())) {
            try (var load = new Load(Ground.loopback(peer.port()), ONE_BY_ONE, writes)) {
                load.awaitEnd();
            }
            return peer.packedBytes();
        }
    }

    private static long rate(Duration took) {
        return SAMPLES * 1_000 / Math.max(1, took.toMillis());
    }

    /** With indexes and what lies out of line. */
    private static double perSample(Connection connection, String table) throws SQLException {
        return (double) bytes(connection, table) / SAMPLES;
    }

    static long bytes(Connection connection, String table) throws SQLException {
        try (var sizes = connection.createStatement();
                var row = sizes.executeQuery("SELECT sum(pg_total_relation_size(inhrelid)) FROM pg_inherits"
                        + " WHERE inhparent = '" + table + "'::regclass")) {
            row.next();
            return row.getLong(1);
        }
    }
}
