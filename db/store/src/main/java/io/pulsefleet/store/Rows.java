package io.pulsefleet.store;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoublePredicate;

/**
 * Rows in the form that {@code COPY ... FROM STDIN (FORMAT binary)} takes, without its head and its end; {@link Copy}
 * puts these around the rows of many. So whoever has rows can write them long before, and beside, the transaction that
 * takes them.
 *
 * <pre>{@code
 * rows.row(2).moment(at).number(7);
 * }</pre>
 */
public final class Rows {

    private static final VarHandle SHORT = bigEndian(short[].class);
    private static final VarHandle INT = bigEndian(int[].class);
    private static final VarHandle LONG = bigEndian(long[].class);

    private static final int NULL = -1;
    private static final int INT8 = 20;
    private static final int INT4 = 23;
    private static final int FLOAT8 = 701;
    private static final int TEXT = 25;
    private static final int JSONB_VERSION = 1;
    private static final long EPOCH_SECONDS =
            Instant.parse("2000-01-01T00:00:00Z").getEpochSecond();

    /** PostgreSQL's year zero, in microseconds since 1970. */
    public static final long EPOCH_MICROS = EPOCH_SECONDS * 1_000_000;

    private byte[] bytes;
    private int size;
    private int[] starts = new int[4];
    private int count;

    public Rows() {
        this(256);
    }

    /** @param expected about how many bytes they will be */
    public Rows(int expected) {
        bytes = new byte[expected];
    }

    private static VarHandle bigEndian(Class<?> type) {
        return MethodHandles.byteArrayViewVarHandle(type, ByteOrder.BIG_ENDIAN);
    }

    /** How many rows. */
    public int count() {
        return count;
    }

    /** How many bytes. */
    public int size() {
        return size;
    }

    /** How much memory they take; more than they are, for room is made ahead. */
    public int held() {
        return bytes.length + starts.length * Integer.BYTES;
    }

    public boolean isEmpty() {
        return count == 0;
    }

    public Rows row(int columns) {
        if (count == starts.length) {
            starts = Arrays.copyOf(starts, count * 2);
        }
        starts[count++] = size;
        reserve(Short.BYTES);
        SHORT.set(bytes, size, (short) columns);
        size += Short.BYTES;
        return this;
    }

    /** Puts the moment into the first column of every row, which is one. */
    void stamp(Instant at) {
        for (var i = 0; i < count; i++) {
            LONG.set(bytes, starts[i] + Short.BYTES + Integer.BYTES, micros(at));
        }
    }

    /** A moment that is not known yet; see {@link Copy#add(Rows, Instant)}. */
    public Rows later() {
        return bigint(0);
    }

    public Rows number(int value) {
        reserve(2 * Integer.BYTES);
        putInt(Integer.BYTES);
        putInt(value);
        return this;
    }

    public Rows bigint(long value) {
        reserve(Integer.BYTES + Long.BYTES);
        putInt(Long.BYTES);
        putLong(value);
        return this;
    }

    /** Null becomes NULL, as below. */
    public Rows number(Integer value) {
        return value == null ? nothing() : number(value.intValue());
    }

    public Rows bigint(Long value) {
        return value == null ? nothing() : bigint(value.longValue());
    }

    public Rows bool(Boolean value) {
        return value == null ? nothing() : bool(value.booleanValue());
    }

    public Rows real(Double value) {
        return value == null ? nothing() : bigint(Double.doubleToRawLongBits(value));
    }

    public Rows bool(boolean value) {
        reserve(Integer.BYTES + 1);
        putInt(1);
        bytes[size++] = (byte) (value ? 1 : 0);
        return this;
    }

    /** To the microsecond; null becomes NULL. */
    public Rows moment(Instant at) {
        return at == null ? nothing() : bigint(micros(at));
    }

    /** @param micros since 1970 */
    public Rows moment(long micros) {
        return bigint(Math.subtractExact(micros, EPOCH_MICROS));
    }

    /** NULL. */
    public Rows nothing() {
        reserve(Integer.BYTES);
        putInt(NULL);
        return this;
    }

    /** See {@link PlainText}; null becomes NULL. */
    public Rows text(String text) {
        return text == null ? nothing() : bytes(PlainText.of(text).getBytes(StandardCharsets.UTF_8));
    }

    public Rows bytes(byte[] value) {
        reserve(Integer.BYTES + value.length);
        putInt(value.length);
        put(value);
        return this;
    }

    public Rows jsonb(byte[] json) {
        reserve(Integer.BYTES + 1 + json.length);
        putInt(1 + json.length);
        bytes[size++] = JSONB_VERSION;
        put(json);
        return this;
    }

    public Rows texts(List<String> texts) {
        reserve(6 * Integer.BYTES);
        var begin = size;
        size += Integer.BYTES;
        putInt(texts.isEmpty() ? 0 : 1); // dimensions
        putInt(0); // no NULLs
        putInt(TEXT);
        if (!texts.isEmpty()) {
            putInt(texts.size());
            putInt(1); // lower bound
        }
        texts.forEach(this::text);
        INT.set(bytes, begin, size - begin - Integer.BYTES);
        return this;
    }

    /** @param isMissing of which value NULL is to be written */
    public Rows numbers(double[] values, DoublePredicate isMissing) {
        reserve(6 * Integer.BYTES + values.length * (Integer.BYTES + Double.BYTES));
        var begin = size;
        size += Integer.BYTES;
        putInt(1); // dimensions
        var missing = 0;
        size += Integer.BYTES;
        putInt(FLOAT8);
        putInt(values.length);
        putInt(1); // lower bound
        for (var value : values) {
            if (isMissing.test(value)) {
                missing++;
                putInt(NULL);
            } else {
                putInt(Double.BYTES);
                putLong(Double.doubleToRawLongBits(value));
            }
        }
        INT.set(bytes, begin, size - begin - Integer.BYTES);
        INT.set(bytes, begin + 2 * Integer.BYTES, missing > 0 ? 1 : 0);
        return this;
    }

    public Rows numbers(int[] values) {
        reserve(6 * Integer.BYTES + values.length * 2 * Integer.BYTES);
        putInt(5 * Integer.BYTES + values.length * 2 * Integer.BYTES);
        putInt(1); // dimensions
        putInt(0); // no NULLs
        putInt(INT4);
        putInt(values.length);
        putInt(1); // lower bound
        for (var value : values) {
            putInt(Integer.BYTES);
            putInt(value);
        }
        return this;
    }

    public Rows bigints(long[] values) {
        reserve(6 * Integer.BYTES + values.length * (Integer.BYTES + Long.BYTES));
        putInt(5 * Integer.BYTES + values.length * (Integer.BYTES + Long.BYTES));
        putInt(1); // dimensions
        putInt(0); // no NULLs
        putInt(INT8);
        putInt(values.length);
        putInt(1); // lower bound
        for (var value : values) {
            putInt(Long.BYTES);
            putLong(value);
        }
        return this;
    }

    /** Their bytes, from 0 to {@link #size}. */
    byte[] bytes() {
        return bytes;
    }

    private static long micros(Instant at) {
        return (at.getEpochSecond() - EPOCH_SECONDS) * 1_000_000 + at.getNano() / 1_000;
    }

    private void put(byte[] value) {
        System.arraycopy(value, 0, bytes, size, value.length);
        size += value.length;
    }

    private void putInt(int value) {
        INT.set(bytes, size, value);
        size += Integer.BYTES;
    }

    private void putLong(long value) {
        LONG.set(bytes, size, value);
        size += Long.BYTES;
    }

    private void reserve(int more) {
        if (size + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
        }
    }
}
