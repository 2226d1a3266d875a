package io.pulsefleet.store.logs;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;

/**
 * A line as it is kept.
 *
 * @param number tells lines of one moment apart
 * @param cut whether the text is longer than what is here
 * @param attributes a JSON object of texts
 */
public record StoredLine(
        Instant at,
        long number,
        Instant receivedAt,
        int agent,
        String source,
        String severity,
        String text,
        boolean cut,
        String attributes) {

    private static final int LONGEST = 16 << 10;

    static final String COLUMNS = "at, number, received_at, agent, source, severity, left(text, " + LONGEST
            + ") AS text, length(text) > " + LONGEST + " AS cut, attributes";

    static StoredLine of(ResultSet row) throws SQLException {
        return new StoredLine(
                moment(row, "at"),
                row.getLong("number"),
                moment(row, "received_at"),
                row.getInt("agent"),
                row.getString("source"),
                row.getString("severity"),
                row.getString("text"),
                row.getBoolean("cut"),
                row.getString("attributes"));
    }

    private static Instant moment(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    /** About how much memory it takes. */
    int weight() {
        return 200 + text.length() + attributes.length();
    }

    boolean isAt(StoredLine other) {
        return at.equals(other.at) && number == other.number;
    }
}
