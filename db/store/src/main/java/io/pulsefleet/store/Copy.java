package io.pulsefleet.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * One {@code COPY ... FROM STDIN (FORMAT binary)} of the rows of many, the quickest way into PostgreSQL.
 *
 * <pre>{@code
 * try (var copy = new Copy(connection, "COPY frame (at, agent) FROM STDIN (FORMAT binary)")) {
 *     copy.add(rows);
 *     copy.end();
 * }
 * }</pre>
 */
public final class Copy implements AutoCloseable {

    private static final byte[] HEAD = {
        'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xff, '\r', '\n', 0, 0, 0, 0, 0, 0, 0, 0, 0
    };
    private static final byte[] END = {(byte) 0xff, (byte) 0xff};

    /** So much goes to the server at once: few calls, and it fits into a processor's cache. */
    private static final int CHUNK = 128 << 10;

    private final CopyIn copy;
    private final byte[] chunk = new byte[CHUNK];
    private int filled;

    public Copy(Connection connection, String statement) throws SQLException {
        copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(statement);
        add(HEAD, HEAD.length);
    }

    /**
     * Writes rows; none: does nothing.
     *
     * @param into a table and its columns
     */
    public static void all(Connection connection, String into, Rows rows) throws SQLException {
        if (rows.isEmpty()) {
            return;
        }
        try (var copy = new Copy(connection, "COPY " + into + " FROM STDIN (FORMAT binary)")) {
            copy.add(rows);
            copy.end();
        }
    }

    public void add(Rows rows) throws SQLException {
        add(rows.bytes(), rows.size());
    }

    /** @param receivedAt goes into the first column of each row: see {@link Rows#later} */
    public void add(Rows rows, Instant receivedAt) throws SQLException {
        rows.stamp(receivedAt);
        add(rows);
    }

    private void add(byte[] bytes, int length) throws SQLException {
        if (length > CHUNK - filled) {
            flush();
        }
        if (length > CHUNK) {
            copy.writeToCopy(bytes, 0, length);
        } else {
            System.arraycopy(bytes, 0, chunk, filled, length);
            filled += length;
        }
    }

    private void flush() throws SQLException {
        copy.writeToCopy(chunk, 0, filled);
        filled = 0;
    }

    /** All rows were added, and PostgreSQL has them. */
    public void end() throws SQLException {
        add(END, END.length);
        flush();
        copy.endCopy();
    }

    /** Without {@link #end} nothing of it holds. */
    @Override
    public void close() throws SQLException {
        if (copy.isActive()) {
            copy.cancelCopy();
        }
    }
}
