package io.pulsefleet.store.history;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;

/**
 * A partition, by time.
 *
 * @param from null, with {@code until}: the default one
 * @param bytes with all that belongs to it
 */
record Leaf(String table, String name, Instant from, Instant until, long bytes) {

    private static final String BOUND =
            "(regexp_match(pg_get_expr(c.relpartbound, c.oid), '%s \\(''([^'']+)''\\)'))[1]::timestamptz";

    boolean isDefault() {
        return until == null;
    }

    /** The oldest first, the default one last. */
    static List<Leaf> of(Connection connection, String table) throws SQLException {
        try (var select = connection.prepareStatement("SELECT c.relname, " + BOUND.formatted("FROM") + ", "
                + BOUND.formatted("TO") + " AS until,"
                + " CASE WHEN pg_relation_size(c.oid) = 0 THEN 0 ELSE pg_total_relation_size(c.oid) END"
                + " FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid"
                + " WHERE i.inhparent = ?::regclass ORDER BY until NULLS LAST")) {
            select.setString(1, table);
            try (var rows = select.executeQuery()) {
                var leaves = new ArrayList<Leaf>();
                while (rows.next()) {
                    leaves.add(new Leaf(
                            table,
                            rows.getString(1),
                            instant(rows.getObject(2, OffsetDateTime.class)),
                            instant(rows.getObject(3, OffsetDateTime.class)),
                            rows.getLong(4)));
                }
                return leaves;
            }
        }
    }

    private static Instant instant(OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }
}
