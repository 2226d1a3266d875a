package io.pulsefleet.store.pack;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Bytes being read, the other side of {@link Out}. Whatever lies in them, nothing is read behind their end. */
final class In {

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    /** So many zeros follow, so that bits can be fetched eight bytes at a time. */
    private static final int MARGIN = 32;

    private final byte[] bytes;
    private final int end;
    private int at;
    private long bit;

    In(byte[] source, int from, int to) {
        bytes = Arrays.copyOfRange(source, from, to + MARGIN);
        end = to - from;
    }

    int left() {
        return end - at;
    }

    int octet() {
        if (at >= end) {
            throw cut();
        }
        return bytes[at++] & 0xff;
    }

    long eight() {
        if (left() < Long.BYTES) {
            throw cut();
        }
        var value = (long) LONG.get(bytes, at);
        at += Long.BYTES;
        return value;
    }

    long varint() {
        var value = 0L;
        for (var shift = 0; shift < 70; shift += 7) {
            var next = octet();
            value |= (long) (next & 0x7f) << shift;
            if (next < 0x80) {
                return value;
            }
        }
        throw new DamagedException("a number of more than ten bytes");
    }

    long signed() {
        return Form.unzigzag(varint());
    }

    /** @return a number of things of which there can be at most so many */
    int atMost(int most) {
        var value = varint();
        if (value < 0 || value > most) {
            throw new DamagedException(Long.toUnsignedString(value) + " where there are at most " + most);
        }
        return (int) value;
    }

    byte[] bytes(int length) {
        if (length > left()) {
            throw cut();
        }
        at += length;
        return Arrays.copyOfRange(bytes, at - length, at);
    }

    void beginBits() {
        bit = (long) at << 3;
    }

    /** The next bits, at least 57 of them, from the highest on. Behind the end there are zeros. */
    long ahead() {
        return (long) LONG.get(bytes, (int) (bit >>> 3)) << (bit & 7);
    }

    /** Goes on by at most 64 bits; being behind the end is found out here. */
    void pass(int width) {
        bit += width;
        if (bit > (long) end << 3) {
            throw cut();
        }
    }

    /** @param width 0 to 64 */
    long bits(int width) {
        if (width > Integer.SIZE) {
            return (bits(width - Integer.SIZE) << Integer.SIZE) | bits(Integer.SIZE);
        }
        var value = ahead() >>> 1 >>> (63 - width);
        pass(width);
        return value;
    }

    void endBits() {
        at = (int) ((bit + 7) >>> 3);
    }

    private static DamagedException cut() {
        return new DamagedException("ends too early");
    }
}
