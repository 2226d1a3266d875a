package io.pulsefleet.store.series;

import io.pulsefleet.store.pack.Slice;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;

/**
 * The rows of a SELECT in the form that {@code COPY ... TO STDOUT (FORMAT binary)} gives: one stream, nothing boxed,
 * nothing turned into text. Columns are taken in their order.
 */
final class Rows implements AutoCloseable {

    private static final int SIGNATURE_AND_FLAGS = 15;

    /** Behind the field's length, dimensions, flags and type. */
    private static final int DIMENSIONS_IN_ARRAY = Integer.BYTES;

    private static final int LENGTH_IN_ARRAY = 16;

    private final CopyOut copy;
    private ByteBuffer row;

    /** @param select without parameters: COPY knows none */
    Rows(Connection connection, String select) throws SQLException {
        copy = connection
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyOut("COPY (" + select + ") TO STDOUT (FORMAT binary)");
    }

    /** To the next row; false: there is none. Each message is one row; the first has the head before it. */
    boolean next() throws SQLException {
        var isFirst = row == null;
        var message = copy.readFromCopy();
        if (message == null) {
            return false;
        }
        row = ByteBuffer.wrap(message);
        if (isFirst) {
            row.position(SIGNATURE_AND_FLAGS);
            row.position(row.position() + Integer.BYTES + row.getInt(row.position()));
            if (!row.hasRemaining()) {
                return next();
            }
        }
        return row.getShort() >= 0 || next(); // -1: the end; what follows is null
    }

    int number() {
        row.getInt();
        return row.getInt();
    }

    long big() {
        row.getInt();
        return row.getLong();
    }

    /** In microseconds since 1970. */
    long moment() {
        return big() + Micros.YEAR_2000;
    }

    /** NULL: none. */
    byte[] bytes() {
        var bytes = new byte[Math.max(0, row.getInt())];
        row.get(bytes);
        return bytes;
    }

    /** NULL: none. */
    int[] numbers() {
        var numbers = new int[arrayLength()];
        for (var i = 0; i < numbers.length; i++) {
            numbers[i] = row.getInt() < 0 ? 0 : row.getInt();
        }
        return numbers;
    }

    /** NULL: none. */
    List<Long> bigs() {
        var length = arrayLength();
        var bigs = new ArrayList<Long>(length);
        for (var i = 0; i < length; i++) {
            bigs.add(row.getInt() < 0 ? 0 : row.getLong());
        }
        return bigs;
    }

    /** What the array does not have is 0. */
    long[] bigs(int width) {
        var bigs = new long[width];
        var length = arrayLength();
        for (var i = 0; i < length; i++) {
            var big = row.getInt() < 0 ? 0 : row.getLong();
            if (i < width) {
                bigs[i] = big;
            }
        }
        return bigs;
    }

    /** Puts an array into a part of a longer one; what it does not have is {@link Slice#MISSING}. */
    void values(double[] into, int offset, int width) {
        var length = arrayLength();
        for (var i = 0; i < length; i++) {
            var value = row.getInt() < 0 ? Slice.MISSING : row.getDouble();
            if (i < width) {
                into[offset + i] = value;
            }
        }
        for (var i = length; i < width; i++) {
            into[offset + i] = Slice.MISSING;
        }
    }

    /** As many as there are. */
    double[] values() {
        var isEmpty = row.getInt(row.position()) < 0 || row.getInt(row.position() + DIMENSIONS_IN_ARRAY) == 0;
        return values(isEmpty ? 0 : row.getInt(row.position() + LENGTH_IN_ARRAY));
    }

    double[] values(int width) {
        var values = new double[width];
        values(values, 0, width);
        return values;
    }

    /** Reads an array's head: dimensions, flags, type, and for the dimension its length and lower bound. */
    private int arrayLength() {
        if (row.getInt() < 0) {
            return 0;
        }
        var dimensions = row.getInt();
        row.getLong();
        if (dimensions == 0) {
            return 0;
        }
        var length = row.getInt();
        row.getInt();
        return length;
    }

    /** What was not taken is passed over: to cancel it would end the transaction. */
    @Override
    public void close() throws SQLException {
        while (copy.isActive() && copy.readFromCopy() != null) {
            // passed over
        }
    }
}
