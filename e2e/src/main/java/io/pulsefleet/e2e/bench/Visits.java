package io.pulsefleet.e2e.bench;

import io.pulsefleet.e2e.fleet.Values;
import io.pulsefleet.store.Copy;
import io.pulsefleet.store.Rows;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.IntStream;

/** Visits of some agents, every 10 s from one hour on, put where they lie before they are packed. */
final class Visits {

    static final int AN_HOUR = 360;

    private static final int SET = 1;

    private final Connection connection;
    private final Instant from;
    private final int positions;
    private final List<Integer> agents;
    private final Values[] values;

    /** @param agents their numbers */
    Visits(Connection connection, Instant from, int positions, List<Integer> agents) {
        this.connection = connection;
        this.from = from;
        this.positions = positions;
        this.agents = List.copyOf(agents);
        this.values = agents.stream().map(agent -> new Values(agent, positions)).toArray(Values[]::new);
    }

    static List<Integer> agents(int first, int last) {
        return IntStream.rangeClosed(first, last).boxed().toList();
    }

    /** @param hour from 0 on; never one before the last */
    void fill(int hour) throws SQLException {
        var begin = from.plus(Duration.ofHours(hour));
        makePartition(connection, begin);
        for (var each : values) {
            each.at((long) hour * AN_HOUR);
        }
        for (int visit = 0; visit < AN_HOUR; visit++) {
            var at = begin.plusSeconds(visit * 10L);
            var rows = new Rows(agents.size() * positions * 13);
            for (int i = 0; i < values.length; i++) {
                rows.row(5)
                        .moment(at)
                        .moment(at)
                        .number(agents.get(i))
                        .number(SET)
                        .numbers(values[i].at((long) hour * AN_HOUR + visit), none -> false);
            }
            Copy.all(connection, "frame (received_at, at, agent, set, values)", rows);
        }
    }

    /** Of an hour that is over. */
    static void makePartition(Connection connection, Instant hour) throws SQLException {
        try (var make = connection.prepareStatement("SELECT make_partition('frame', 'received_at', ?, ?, ?, '')")) {
            make.setString(1, "%tY%<tm%<td%<tH".formatted(hour.atOffset(ZoneOffset.UTC)));
            make.setObject(2, hour.atOffset(ZoneOffset.UTC));
            make.setObject(3, hour.plus(Duration.ofHours(1)).atOffset(ZoneOffset.UTC));
            make.execute();
        }
    }
}
