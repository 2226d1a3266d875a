package io.pulsefleet.store.pack;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Bytes being written: whole ones, varints, and runs of bits, highest first, that are filled up to a whole byte. */
final class Out {

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private byte[] bytes = new byte[4 << 10];
    private int size;
    private long held;
    private int heldBits;

    int size() {
        return size;
    }

    void cutTo(int length) {
        size = length;
    }

    byte[] toBytes() {
        return Arrays.copyOf(bytes, size);
    }

    /** What was written from there on; the array is this one's own. */
    byte[] array() {
        return bytes;
    }

    void octet(int value) {
        room(1);
        bytes[size++] = (byte) value;
    }

    void eight(long value) {
        room(Long.BYTES);
        LONG.set(bytes, size, value);
        size += Long.BYTES;
    }

    void bytes(byte[] source, int from, int length) {
        room(length);
        System.arraycopy(source, from, bytes, size, length);
        size += length;
    }

    /** Seven bits a byte, lowest first, as Protocol Buffers write them. */
    void varint(long value) {
        room(10);
        var rest = value;
        while ((rest & ~0x7fL) != 0) {
            bytes[size++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[size++] = (byte) rest;
    }

    void signed(long value) {
        varint(Form.zigzag(value));
    }

    /** @param value nothing above its lowest {@code width} bits */
    void bits(long value, int width) {
        if (width > Integer.SIZE) {
            bits(value >>> Integer.SIZE, width - Integer.SIZE);
            bits(value & 0xffff_ffffL, Integer.SIZE);
            return;
        }
        held = held << width | value;
        heldBits += width;
        if (heldBits >= Integer.SIZE) {
            heldBits -= Integer.SIZE;
            room(Integer.BYTES);
            INT.set(bytes, size, (int) (held >>> heldBits));
            size += Integer.BYTES;
        }
    }

    void fillUp() {
        while (heldBits > 0) {
            octet((int) (heldBits >= 8 ? held >>> (heldBits - 8) : held << (8 - heldBits)));
            heldBits -= 8;
        }
        heldBits = 0;
        held = 0;
    }

    private void room(int more) {
        if (size + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(size + more, 2 * bytes.length));
        }
    }
}
