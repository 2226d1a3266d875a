package io.pulsefleet.e2e.bench;

import io.pulsefleet.store.Copy;
import io.pulsefleet.store.Rows;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * What hosts told of their system before: their newest values, which swing by a tenth. What counts up, counts up.
 *
 * @param all what each of them told last, of each of its sets
 */
record PastOfHosts(Connection connection, List<Last> all) {

    private static final Duration AN_HOUR = Duration.ofHours(1);
    private static final double SWING = 0.1;
    private static final double SWINGS_PER_SECOND = 1 / 3_000.0;

    /** What counts up would have begun at zero that long ago. */
    private static final double COUNTED_SECONDS = 8e6;

    /** @param counts at which positions it counts up */
    record Last(int agent, int set, List<Double> values, List<Boolean> counts) {

        double[] at(Instant moment, Instant now) {
            var then = new double[values.size()];
            var counted = 1 - Duration.between(moment, now).toSeconds() / COUNTED_SECONDS;
            for (var i = 0; i < then.length; i++) {
                var swing = Math.sin(moment.getEpochSecond() * SWINGS_PER_SECOND + i + agent);
                then[i] = values.get(i) * (counts.get(i) ? counted : 1 + SWING * swing);
            }
            return then;
        }
    }

    static PastOfHosts of(Connection connection) throws SQLException {
        var all = new ArrayList<Last>();
        try (var select = connection.prepareStatement("SELECT l.agent, l.set, l.values,"
                        + " (SELECT array_agg(p ->> 'kind' = 'COUNTER' ORDER BY n)"
                        + " FROM jsonb_array_elements(s.positions) WITH ORDINALITY AS one (p, n))"
                        + " FROM latest l JOIN metric_set s ON s.id = l.set WHERE s.collector = 'system'");
                var rows = select.executeQuery()) {
            while (rows.next()) {
                all.add(new Last(
                        rows.getInt(1),
                        rows.getInt(2),
                        List.of((Double[]) rows.getArray(3).getArray()),
                        List.of((Boolean[]) rows.getArray(4).getArray())));
            }
        }
        return new PastOfHosts(connection, all);
    }

    /**
     * Up to the hour that is not over.
     *
     * @param often who told each minute; the others did each hour, and each minute in the newest hours
     * @param newest how many hours these are
     */
    void fill(Duration past, int often, int newest) throws SQLException {
        var now = Instant.now().truncatedTo(ChronoUnit.HOURS);
        for (var hour = now.minus(past); hour.isBefore(now); hour = hour.plus(AN_HOUR)) {
            Visits.makePartition(connection, hour);
            var isNew = Duration.between(hour, now).toHours() <= newest;
            for (var second = 0; second < AN_HOUR.toSeconds(); second += 60) {
                fillAt(hour.plusSeconds(second), now, isNew || second == 0 ? 0 : often);
            }
        }
    }

    /** @param only who tells then; 0: all */
    private void fillAt(Instant moment, Instant now, int only) throws SQLException {
        var rows = new Rows();
        for (var last : all) {
            if (only == 0 || only == last.agent) {
                rows.row(5)
                        .moment(moment)
                        .moment(moment)
                        .number(last.agent)
                        .number(last.set)
                        .numbers(last.at(moment, now), none -> false);
            }
        }
        Copy.all(connection, "frame (received_at, at, agent, set, values)", rows);
    }
}
