package io.pulsefleet.agent.collect.tail;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The bytes of one file that are at hand, from where it was read to. Whoever reads takes what is whole; what is not taken
 * is offered again, with more behind it.
 */
public final class Stretch {

    private static final int FIRST = 1 << 16;

    private final String file;
    private final long inode;
    private final Bytes channel;
    private final int longest;
    private final Ending atTheEnd;

    private byte[] bytes;
    private int from;
    private int to;
    private long size;
    private boolean progress = true;

    /** Of what lies before the first of the bytes. */
    private Trail before;

    /** Of what lies before that which was not taken. */
    private Trail taken;

    private int takenTo;

    Stretch(String file, long inode, Bytes channel, Trail before, int longest, Ending atTheEnd) {
        this.file = file;
        this.inode = inode;
        this.channel = channel;
        this.longest = longest;
        this.atTheEnd = atTheEnd;
        this.before = before;
        taken = before;
        bytes = new byte[Math.min(FIRST, longest)];
    }

    /** Its name, without its folder. */
    public String file() {
        return file;
    }

    public long inode() {
        return inode;
    }

    public byte[] bytes() {
        return bytes;
    }

    public int from() {
        return from;
    }

    public int to() {
        return to;
    }

    public Ending ending() {
        return before.offset() + to < size ? Ending.MORE : atTheEnd;
    }

    /** No more than this is ever offered at once: take a part of it, or skip it. */
    public boolean isFull() {
        return to - from >= longest;
    }

    /** What lies before it is done with, and is never offered again. */
    public void take(int upTo) {
        skip(upTo);
        takenTo = upTo;
    }

    /** What lies before it is not needed any more in this turn. In another it is offered again, unless more is taken. */
    public void skip(int upTo) {
        if (upTo < from || upTo > to) {
            throw new IllegalArgumentException(upTo + " is not from " + from + " to " + to);
        }
        progress |= upTo > from;
        from = upTo;
    }

    /** How far the file was taken. */
    Trail taken() {
        return takenTo > 0 ? before.behind(bytes, 0, takenTo) : taken;
    }

    /** @return false when there is nothing more to do with this file in this turn */
    boolean refill() throws IOException {
        if (!progress && ending() != Ending.MORE) {
            return false;
        }
        if (!progress && isFull()) {
            throw new IllegalStateException(file + ": nothing was taken of a stretch that is full");
        }
        size = channel.size();
        makeRoom();
        var had = to;
        var packed = size == Long.MAX_VALUE;
        read();
        size = packed ? channel.size() : size;
        progress = false;
        return to > had || (packed && size < Long.MAX_VALUE && to > from);
    }

    private void makeRoom() {
        taken = taken();
        takenTo = 0;
        before = before.behind(bytes, 0, from);
        System.arraycopy(bytes, from, bytes, 0, to - from);
        to -= from;
        from = 0;
        if (to == bytes.length && to < longest) {
            bytes = Arrays.copyOf(bytes, Math.min(longest, 4 * bytes.length));
        }
    }

    private void read() throws IOException {
        var room = ByteBuffer.wrap(bytes, to, bytes.length - to);
        while (room.hasRemaining() && channel.read(room, before.offset() + room.position()) > 0) {
            // until it is full, or there are no more
        }
        to = room.position();
    }
}
