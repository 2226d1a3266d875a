package io.pulsefleet.e2e.bench;

import io.pulsefleet.e2e.fleet.Values;
import io.pulsefleet.store.Copy;
import io.pulsefleet.store.Rows;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What containers that come and go cost: with all of a host's containers in one set, and with a set for each.
 *
 * <p>Each host has 20 containers of 12 metrics, and every six minutes one of them is replaced by another with a name of
 * its own; three hours at 10 s.
 */
final class ChurnBench implements Subject {

    private static final int HOSTS = 50;
    private static final int CONTAINERS = 20;
    private static final int METRICS = 12;
    private static final int HOURS = 3;
    private static final int VISITS = 360;
    private static final int VISITS_A_NEWCOMER = 36;
    private static final long SAMPLES = (long) HOSTS * CONTAINERS * METRICS * HOURS * VISITS;

    private final Instant from = Instant.now().truncatedTo(ChronoUnit.HOURS).minus(Duration.ofHours(HOURS + 1));

    @Override
    public void measure(Ground ground, Table table) throws IOException, SQLException {
        measure(ground, table, true);
        measure(ground, table, false);
    }

    private void measure(Ground ground, Table table, boolean together) throws IOException, SQLException {
        var what = "20 containers, 10 replaced an hour, " + (together ? "all in one set" : "a set for each");
        try (var stack = ground.startHub("churn");
                var connection = Ground.database(stack)) {
            var sets = new Sets(connection);
            for (int hour = 0; hour < HOURS; hour++) {
                Visits.makePartition(connection, from.plus(Duration.ofHours(hour)));
            }
            for (int host = 0; host < HOSTS; host++) {
                fill(connection, sets, host, together);
            }
            table.count(what + ": sets of one host", "in 3 h", sets.count() / HOSTS);
            table.row(what + ": before packing", "bytes/sample", "%.2f", stored(connection, "frame"));
            HubJobs.of(stack).run("pack");
            var packed = stored(connection, "pack") + stored(connection, "rollup");
            table.row(what + ": packed, with hourly roll-ups", "bytes/sample", "%.2f", packed);
            table.row(what + ": the sets", "bytes/sample", "%.2f", (double) sets.bytes() / SAMPLES);
        }
    }

    private static double stored(Connection connection, String table) throws SQLException {
        return (double) StorageBench.bytes(connection, table) / SAMPLES;
    }

    private void fill(Connection connection, Sets sets, int host, boolean together) throws SQLException {
        var containers = new ArrayList<Container>();
        for (int i = 0; i < CONTAINERS; i++) {
            containers.add(Container.of(host, i));
        }
        var rows = new Rows(16 << 20);
        var born = CONTAINERS;
        for (int visit = 0; visit < HOURS * VISITS; visit++) {
            if (visit % VISITS_A_NEWCOMER == VISITS_A_NEWCOMER - 1) {
                containers.set(born % CONTAINERS, Container.of(host, born++));
            }
            var at = from.plusSeconds(visit * 10L);
            if (together) {
                add(rows, at, host, sets.of(containers), values(containers, visit));
            } else {
                for (var container : containers) {
                    add(rows, at, host, sets.of(List.of(container)), values(List.of(container), visit));
                }
            }
        }
        Copy.all(connection, "frame (received_at, at, agent, set, values)", rows);
    }

    private static void add(Rows rows, Instant at, int host, int set, double[] values) {
        rows.row(5).moment(at).moment(at).number(host + 1).number(set).numbers(values, none -> false);
    }

    private static double[] values(List<Container> containers, int visit) {
        var values = new double[containers.size() * METRICS];
        for (int i = 0; i < containers.size(); i++) {
            System.arraycopy(containers.get(i).values().at(visit), 0, values, i * METRICS, METRICS);
        }
        return values;
    }

    private record Container(String name, Values values) {

        static Container of(int host, int number) {
            return new Container(
                    "host-%d-container-%d".formatted(host, number), new Values(host * 1_000L + number, METRICS));
        }

        String positions() {
            var positions = new ArrayList<String>();
            for (int metric = 0; metric < METRICS; metric++) {
                positions.add(
                        "{\"metric\":\"container.metric.%d\",\"kind\":\"GAUGE\",\"unit\":\"By\",\"labels\":{\"container.name\":\"%s\"}}"
                                .formatted(metric, name));
            }
            return String.join(",", positions);
        }
    }

    /** Metric sets, each kept once. */
    private static final class Sets {

        private final Connection connection;
        private final Map<List<String>, Integer> known = new HashMap<>();

        Sets(Connection connection) {
            this.connection = connection;
        }

        int of(List<Container> containers) throws SQLException {
            var names = containers.stream().map(Container::name).toList();
            var id = known.get(names);
            return id == null ? keep(names, containers) : id;
        }

        private int keep(List<String> names, List<Container> containers) throws SQLException {
            try (var insert = connection.prepareStatement("INSERT INTO metric_set (hash, collector, target, positions)"
                    + " VALUES (decode(md5(?), 'hex'), 'docker', 'host', ?::jsonb) RETURNING id")) {
                insert.setString(1, names.toString());
                insert.setString(
                        2,
                        containers.stream().map(Container::positions).toList().toString());
                try (var row = insert.executeQuery()) {
                    row.next();
                    known.put(names, row.getInt(1));
                    return row.getInt(1);
                }
            }
        }

        int count() {
            return known.size();
        }

        long bytes() throws SQLException {
            try (var size = connection.createStatement();
                    var row = size.executeQuery("SELECT pg_total_relation_size('metric_set')")) {
                row.next();
                return row.getLong(1);
            }
        }
    }
}
