package io.pulsefleet.store;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.DoublePredicate;
import org.postgresql.PGConnection;

/**
 * Rows in the form that {@code COPY ... FROM STDIN (FORMAT binary)} takes, the quickest way into PostgreSQL.
 *
 * <pre>{@code
 * var rows = new Copy("COPY frame (at, agent) FROM STDIN (FORMAT binary)");
 * rows.row(2).moment(at).number(7);
 * rows.into(connection);
 * }</pre>
 */
public final class Copy {

    private static final byte[] HEAD = {
        'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xff, '\r', '\n', 0, 0, 0, 0, 0, 0, 0, 0, 0
    };
    private static final int END = -1;
    private static final int NULL = -1;
    private static final int FLOAT8 = 701;
    private static final int JSONB_VERSION = 1;
    private static final Instant EPOCH = Instant.parse("2000-01-01T00:00:00Z");

    private final String statement;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(8 << 10);
    private final DataOutputStream out = new DataOutputStream(bytes);
    private long rows;

    public Copy(String statement) {
        this.statement = statement;
        write(() -> out.write(HEAD));
    }

    public Copy row(int columns) {
        rows++;
        return write(() -> out.writeShort(columns));
    }

    public Copy number(int value) {
        return write(() -> {
            out.writeInt(Integer.BYTES);
            out.writeInt(value);
        });
    }

    /** To the microsecond. */
    public Copy moment(Instant at) {
        return write(() -> {
            out.writeInt(Long.BYTES);
            out.writeLong(ChronoUnit.MICROS.between(EPOCH, at));
        });
    }

    /** See {@link PlainText}. */
    public Copy text(String text) {
        return bytes(PlainText.of(text).getBytes(StandardCharsets.UTF_8));
    }

    public Copy bytes(byte[] value) {
        return write(() -> {
            out.writeInt(value.length);
            out.write(value);
        });
    }

    public Copy jsonb(byte[] json) {
        return write(() -> {
            out.writeInt(1 + json.length);
            out.writeByte(JSONB_VERSION);
            out.write(json);
        });
    }

    /** @param isMissing of which value NULL is to be written */
    public Copy numbers(double[] values, DoublePredicate isMissing) {
        return write(() -> {
            var missing = 0;
            for (var value : values) {
                missing += isMissing.test(value) ? 1 : 0;
            }
            var present = values.length - missing;
            out.writeInt(5 * Integer.BYTES + values.length * Integer.BYTES + present * Double.BYTES);
            out.writeInt(1); // dimensions
            out.writeInt(missing > 0 ? 1 : 0);
            out.writeInt(FLOAT8);
            out.writeInt(values.length);
            out.writeInt(1); // lower bound
            for (var value : values) {
                if (isMissing.test(value)) {
                    out.writeInt(NULL);
                } else {
                    out.writeInt(Double.BYTES);
                    out.writeDouble(value);
                }
            }
        });
    }

    /** Sends the rows; none: does nothing. */
    public void into(Connection connection) throws SQLException {
        if (rows == 0) {
            return;
        }
        write(() -> out.writeShort(END));
        var copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(statement);
        try {
            copy.writeToCopy(bytes.toByteArray(), 0, bytes.size());
            copy.endCopy();
        } finally {
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        }
    }

    private Copy write(Writing writing) {
        try {
            writing.run();
            return this;
        } catch (IOException memoryHasNone) {
            throw new UncheckedIOException(memoryHasNone);
        }
    }

    private interface Writing {
        void run() throws IOException;
    }
}
