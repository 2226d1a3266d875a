package io.pulsefleet.store.history;

import io.pulsefleet.store.Rows;
import io.pulsefleet.store.pack.Slice;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * Makes slices of the rows {@code (agent, set, at, values)} that {@code COPY ... TO STDOUT (FORMAT binary)} sends, ordered
 * by agent, set and time. Holds one slice at a time.
 */
final class Gathering {

    static final long HOUR = TimeUnit.HOURS.toMicros(1);

    /** So that memory stays bounded, whatever was sent; an ordinary slice has some 360 rows of 120 values. */
    private static final int MOST_ROWS = 1 << 16;

    /** Half of what is held while a slice is handed on: its columns are cut to their length then. */
    static final int MOST_VALUES = 1 << 21;

    private static final int FIRST_ROOM = 64;

    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final int HEAD = 19;
    private static final int COLUMNS = 4;

    private final Taker taker;
    private long rows;

    private int agent;
    private int set;
    private long hour = Long.MIN_VALUE;
    private boolean again;
    private int count;
    private long[] at = new long[0];
    private double[][] values = new double[0][];

    Gathering(Taker taker) {
        this.taker = taker;
    }

    /** Takes slices as they are done. */
    interface Taker {

        /**
         * @param hour in which its visits are, in microseconds since 1970
         * @param again the hour before had too much for one slice (or a set whose width changed), and this is more of it
         */
        void take(int agent, int set, long hour, boolean again, Slice slice) throws SQLException;
    }

    /** How many rows there were. */
    long rows() {
        return rows;
    }

    /** The server sends whole rows. If one day it should not, nothing fits any more and this fails. */
    void read(byte[] message) throws SQLException {
        var offset = rows == 0 && message[0] == 'P' ? HEAD : 0;
        while (offset < message.length) {
            var columns = (short) SHORT.get(message, offset);
            offset += Short.BYTES;
            if (columns == -1) {
                return;
            }
            if (columns != COLUMNS) {
                throw new IllegalStateException("a row of " + columns + " columns");
            }
            offset = row(message, offset);
        }
    }

    /** Four columns, each with its length before it. */
    private int row(byte[] message, int start) throws SQLException {
        var rowAgent = (int) INT.get(message, start + 4);
        var rowSet = (int) INT.get(message, start + 12);
        var rowAt = Math.addExact((long) LONG.get(message, start + 20), Rows.EPOCH_MICROS);
        var length = (int) INT.get(message, start + 28);
        var array = start + 32;
        var positions = positions(message, array);
        place(rowAgent, rowSet, rowAt, positions);
        fill(message, array + 20, positions);
        at[count] = rowAt;
        count++;
        rows++;
        return array + length;
    }

    private static int positions(byte[] message, int array) {
        var dimensions = (int) INT.get(message, array);
        if (dimensions > 1) {
            throw new IllegalStateException("values of " + dimensions + " dimensions");
        }
        return dimensions == 0 ? 0 : (int) INT.get(message, array + 12);
    }

    private void fill(byte[] message, int start, int positions) {
        var offset = start;
        for (var position = 0; position < positions; position++) {
            var length = (int) INT.get(message, offset);
            offset += Integer.BYTES;
            if (length < 0) {
                values[position][count] = Slice.MISSING;
            } else {
                values[position][count] = Double.longBitsToDouble((long) LONG.get(message, offset));
                offset += Long.BYTES;
            }
        }
    }

    /** Makes room for the row: in this slice, or in the next. */
    private void place(int rowAgent, int rowSet, long rowAt, int positions) throws SQLException {
        var rowHour = Math.floorDiv(rowAt, HOUR) * HOUR;
        var same = rowAgent == agent && rowSet == set && rowHour == hour;
        var full = count == MOST_ROWS || (long) (count + 1) * positions > MOST_VALUES;
        if (!same || full || positions != values.length) {
            end();
            again = same;
            agent = rowAgent;
            set = rowSet;
            hour = rowHour;
            if (positions != values.length) {
                var room = room(FIRST_ROOM, positions);
                at = new long[room];
                values = new double[positions][room];
            }
        }
        if (count == at.length) {
            var room = room(Math.max(FIRST_ROOM, 2 * count), positions);
            at = Arrays.copyOf(at, room);
            Arrays.setAll(values, position -> Arrays.copyOf(values[position], room));
        }
    }

    /** So many rows of so many values, or as many as may be held; one at least. */
    private static int room(int rows, int positions) {
        return Math.max(1, Math.min(rows, MOST_VALUES / Math.max(1, positions)));
    }

    /** For how many values there is room. */
    long held() {
        return (long) at.length * values.length;
    }

    /** Hands on what is left. */
    void end() throws SQLException {
        if (count == 0) {
            return;
        }
        var columns = new double[values.length][];
        Arrays.setAll(columns, position -> Arrays.copyOf(values[position], count));
        var slice = new Slice(Arrays.copyOf(at, count), columns);
        count = 0;
        taker.take(agent, set, hour, again, slice);
    }
}
