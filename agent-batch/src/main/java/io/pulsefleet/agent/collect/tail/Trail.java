package io.pulsefleet.agent.collect.tail;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * What a file is known by: its first bytes and the last ones before some offset, as they were when they were read. Looked
 * up later they might be another's: files are truncated at any moment.
 */
final class Trail {

    /** So many bytes at either end tell a file from others: several lines, with their times. */
    static final int SPAN = 256;

    private final long offset;
    private final byte[] head;
    private final byte[] near;

    private Trail(long offset, byte[] head, byte[] near) {
        this.offset = offset;
        this.head = head;
        this.near = near;
    }

    /** Of a file that has so many bytes; of one that has fewer, it is the trail of none. */
    static Trail before(long offset, Bytes channel) throws IOException {
        var length = (int) Math.min(SPAN, offset);
        return new Trail(offset, read(channel, 0, length), read(channel, offset - length, length));
    }

    /** Goes on behind these bytes, which stand at the offset. */
    Trail behind(byte[] bytes, int from, int to) {
        var missing = Math.min(SPAN - head.length, to - from);
        return new Trail(
                offset + to - from,
                missing <= 0 ? head : joined(head, bytes, from, from + missing),
                to - from >= SPAN ? Arrays.copyOfRange(bytes, to - SPAN, to) : lastOf(joined(near, bytes, from, to)));
    }

    long offset() {
        return offset;
    }

    long headChecksum() {
        return checksum(head);
    }

    long nearChecksum() {
        return checksum(near);
    }

    private static byte[] joined(byte[] first, byte[] bytes, int from, int to) {
        var both = Arrays.copyOf(first, first.length + to - from);
        System.arraycopy(bytes, from, both, first.length, to - from);
        return both;
    }

    private static byte[] lastOf(byte[] bytes) {
        return bytes.length <= SPAN ? bytes : Arrays.copyOfRange(bytes, bytes.length - SPAN, bytes.length);
    }

    static long checksum(byte[] bytes) {
        var crc = new CRC32C();
        crc.update(bytes);
        return crc.getValue();
    }

    /** As many of these bytes as there are. */
    static byte[] read(Bytes channel, long from, int length) throws IOException {
        var bytes = ByteBuffer.allocate(length);
        while (bytes.hasRemaining() && channel.read(bytes, from + bytes.position()) >= 0) {
            // until there are all, or no more
        }
        return Arrays.copyOf(bytes.array(), bytes.position());
    }
}
