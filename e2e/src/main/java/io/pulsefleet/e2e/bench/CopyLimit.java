package io.pulsefleet.e2e.bench;

import io.pulsefleet.e2e.fleet.Values;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.postgresql.PGConnection;

/**
 * What PostgreSQL takes at the most: frames by COPY binary over one connection into a table like {@code frame}, with its
 * indexes, each commit on disk. Rows are made before the clock starts; only their moments are put in on the way.
 */
final class CopyLimit {

    private static final Duration WARM_UP = Duration.ofSeconds(3);
    private static final int ROWS = 4_000;
    private static final int BUFFER = 256 << 10;
    private static final byte[] HEAD = {
        'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xff, '\r', '\n', 0, 0, 0, 0, 0, 0, 0, 0, 0
    };
    private static final byte[] END = {-1, -1};

    private final Connection connection;
    private final List<byte[]> rows = new ArrayList<>();
    private final List<Integer> momentsAt = new ArrayList<>();
    private long micros = (System.currentTimeMillis() - 946_684_800_000L) * 1_000; // since 2000, as PostgreSQL counts
    private int nextRow;

    CopyLimit(Connection connection) {
        this.connection = connection;
    }

    /** @return samples a second */
    double measure(int rowsPerCommit, Duration time) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("DROP TABLE IF EXISTS bench_frame");
            statement.execute("CREATE TABLE bench_frame (LIKE frame INCLUDING ALL)");
        }
        if (rows.isEmpty()) {
            render(columns());
        }
        copy(rowsPerCommit, WARM_UP);
        var rate = copy(rowsPerCommit, time);
        try (var statement = connection.createStatement()) {
            statement.execute("DROP TABLE bench_frame");
        }
        return rate;
    }

    private double copy(int rowsPerCommit, Duration time) throws SQLException {
        var manager = connection.unwrap(PGConnection.class).getCopyAPI();
        var began = System.nanoTime();
        long copied = 0;
        while (System.nanoTime() - began < time.toNanos()) {
            try {
                // no transaction is open: each commits
                copied += manager.copyIn("COPY bench_frame FROM STDIN (FORMAT binary)", rows(rowsPerCommit), BUFFER);
            } catch (IOException memoryCannotBeRead) {
                throw new UncheckedIOException(memoryCannotBeRead);
            }
        }
        return copied * Shipments.POSITIONS / ((System.nanoTime() - began) / 1e9);
    }

    private ByteArrayInputStream rows(int count) {
        var bytes = new ByteArrayOutputStream(HEAD.length + count * (rows.get(0).length + 16));
        bytes.writeBytes(HEAD);
        for (int i = 0; i < count; i++) {
            bytes.writeBytes(nextRow());
        }
        bytes.writeBytes(END);
        return new ByteArrayInputStream(bytes.toByteArray());
    }

    private byte[] nextRow() {
        var row = rows.get(nextRow);
        for (int at : momentsAt) {
            ByteBuffer.wrap(row).putLong(at, micros);
        }
        micros += 1_000;
        nextRow = (nextRow + 1) % ROWS;
        return row;
    }

    private List<String> columns() throws SQLException {
        var columns = new ArrayList<String>();
        try (var statement = connection.createStatement();
                var found = statement.executeQuery("""
                        SELECT format_type(atttypid, NULL) FROM pg_attribute
                        WHERE attrelid = 'bench_frame'::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum""")) {
            while (found.next()) {
                columns.add(found.getString(1));
            }
        }
        return columns;
    }

    private void render(List<String> columns) {
        var values = new Values(1, Shipments.POSITIONS);
        for (int i = 0; i < ROWS; i++) {
            var bytes = new ByteArrayOutputStream();
            try (var row = new DataOutputStream(bytes)) {
                row.writeShort(columns.size());
                for (var column : columns) {
                    write(column, i, values.at(i), row, i == 0);
                }
            } catch (IOException ourBug) {
                throw new UncheckedIOException(ourBug);
            }
            rows.add(bytes.toByteArray());
        }
    }

    private void write(String type, int number, double[] values, DataOutputStream row, boolean first)
            throws IOException {
        switch (type) {
            case "timestamp with time zone" -> {
                row.writeInt(Long.BYTES);
                if (first) {
                    momentsAt.add(row.size());
                }
                row.writeLong(0);
            }
            case "integer" -> {
                row.writeInt(Integer.BYTES);
                row.writeInt(number % 1_000);
            }
            case "double precision[]" -> writeArray(values, row);
            default ->
                throw new IllegalStateException("The table frame has a column of a type not known here: " + type);
        }
    }

    private static void writeArray(double[] values, DataOutputStream row) throws IOException {
        row.writeInt(20 + values.length * 12);
        row.writeInt(1); // dimension
        row.writeInt(0); // no NULL
        row.writeInt(701); // float8
        row.writeInt(values.length);
        row.writeInt(1); // first index
        for (var value : values) {
            row.writeInt(Double.BYTES);
            row.writeDouble(value);
        }
    }
}
