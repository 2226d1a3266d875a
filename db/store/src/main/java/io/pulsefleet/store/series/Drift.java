package io.pulsefleet.store.series;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Where some values of all agents stand, and where they stood hours before. */
@ApplicationScoped
public class Drift {

    private static final int AN_HOUR = 3_600;

    private static final String SELECT = "SELECT l.agent, l.set, w.place, l.at, l.values[w.place + 1],"
            + " r.from_at + interval '1 hour', coalesce(r.last[w.place + 1], r.max[w.place + 1], r.min[w.place + 1])"
            + " FROM latest l JOIN unnest(?::int[], ?::int[]) w (set, place) ON w.set = l.set"
            + " LEFT JOIN LATERAL (SELECT from_at, last, max, min FROM rollup WHERE agent = l.agent AND set = l.set"
            + " AND level = " + AN_HOUR + " AND from_at BETWEEN ? AND ? ORDER BY from_at LIMIT 1) r ON true"
            + " WHERE l.at >= ? AND l.values[w.place + 1] >= ? ORDER BY l.agent, l.set, w.place";

    private Snapshot snapshot;

    public Drift() {}

    @Inject
    public Drift(Snapshot snapshot) {
        this.snapshot = snapshot;
    }

    /**
     * @param place in the set's visits, from 0
     * @param beforeAt null with {@code before}: nothing is known of that time
     */
    public record Moved(int agent, int set, int place, Instant at, double value, Instant beforeAt, Double before) {}

    /**
     * Those whose newest value is not smaller than the least.
     *
     * @param places by set, from 0
     * @param since older than that a newest value counts for nothing
     * @param from where values of before are looked for, the oldest of them counts
     */
    public List<Moved> of(
            Map<Integer, List<Integer>> places,
            double least,
            Instant since,
            Instant from,
            Instant to,
            Duration longest) {
        var sets = new ArrayList<Integer>();
        var all = new ArrayList<Integer>();
        places.forEach((set, some) -> some.forEach(place -> {
            sets.add(set);
            all.add(place);
        }));
        return snapshot.look(longest, connection -> {
            try (var select = connection.prepareStatement(SELECT)) {
                select.setArray(1, connection.createArrayOf("int4", sets.toArray()));
                select.setArray(2, connection.createArrayOf("int4", all.toArray()));
                select.setObject(3, from.atOffset(ZoneOffset.UTC));
                select.setObject(4, to.atOffset(ZoneOffset.UTC));
                select.setObject(5, since.atOffset(ZoneOffset.UTC));
                select.setDouble(6, least);
                try (var rows = select.executeQuery()) {
                    var found = new ArrayList<Moved>();
                    while (rows.next()) {
                        found.add(moved(rows));
                    }
                    return found;
                }
            }
        });
    }

    private static Moved moved(ResultSet row) throws SQLException {
        var before = row.getObject(6, OffsetDateTime.class);
        return new Moved(
                row.getInt(1),
                row.getInt(2),
                row.getInt(3),
                row.getObject(4, OffsetDateTime.class).toInstant(),
                row.getDouble(5),
                before == null ? null : before.toInstant(),
                row.getObject(7, Double.class));
    }
}
