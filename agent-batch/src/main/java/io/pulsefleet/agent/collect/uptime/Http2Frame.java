package io.pulsefleet.agent.collect.uptime;

import io.pulsefleet.wire.uptime.ErrorClass;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;

/** What HTTP/2 is made of (RFC 9113, section 4): nine bytes that say what follows, and that. */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Http2Frame(int type, int flags, int stream, byte[] payload) {

    static final int DATA = 0;
    static final int HEADERS = 1;
    static final int RST_STREAM = 3;
    static final int SETTINGS = 4;
    static final int PUSH_PROMISE = 5;
    static final int PING = 6;
    static final int GOAWAY = 7;
    static final int WINDOW_UPDATE = 8;
    static final int CONTINUATION = 9;

    static final int END_STREAM = 0x1;
    static final int ACK = 0x1;
    static final int END_HEADERS = 0x4;
    private static final int PADDED = 0x8;
    private static final int PRIORITY = 0x20;

    /** So large a frame everybody must take. */
    static final int LARGEST = 16_384;

    private static final int HEAD = 9;
    private static final int PRIORITY_BYTES = 5;

    static Http2Frame read(Wire wire, Attempt attempt) throws IOException {
        var head = ByteBuffer.wrap(read(wire, HEAD, attempt));
        var sizeAndType = head.getInt();
        var flags = head.get() & 0xFF;
        var stream = head.getInt() & Integer.MAX_VALUE;
        var size = sizeAndType >>> 8;
        if (size > LARGEST) {
            throw new ProbeFailedException(
                    ErrorClass.MALFORMED, "the answer is not HTTP/2, or a frame of it is larger than is allowed");
        }
        return new Http2Frame(sizeAndType & 0xFF, flags, stream, read(wire, size, attempt));
    }

    private static byte[] read(Wire wire, int size, Attempt attempt) throws IOException {
        var bytes = new byte[size];
        for (int read = 0; read < size; ) {
            var count = wire.read(bytes, read, size - read, attempt);
            if (count < 0) {
                throw new EOFException("the connection ended before the answer did");
            }
            read += count;
        }
        return bytes;
    }

    void writeTo(ByteArrayOutputStream out) {
        out.writeBytes(ByteBuffer.allocate(HEAD)
                .putInt((payload.length << 8) | type)
                .put((byte) flags)
                .putInt(stream)
                .array());
        out.writeBytes(payload);
    }

    boolean has(int flag) {
        return (flags & flag) != 0;
    }

    ByteBuffer number() throws ProbeFailedException {
        if (payload.length < Integer.BYTES) {
            throw broken();
        }
        return ByteBuffer.wrap(payload);
    }

    /** Without what only makes it longer, and without the priority that nobody heeds any more. */
    ByteBuffer content() throws ProbeFailedException {
        var content = ByteBuffer.wrap(payload);
        var padding = 0;
        if (has(PADDED)) {
            if (!content.hasRemaining()) {
                throw broken();
            }
            padding = content.get() & 0xFF;
        }
        var skipped = type == HEADERS && has(PRIORITY) ? PRIORITY_BYTES : 0;
        if (content.remaining() < padding + skipped) {
            throw broken();
        }
        content.position(content.position() + skipped);
        return content.limit(content.limit() - padding).slice();
    }

    private static ProbeFailedException broken() {
        return new ProbeFailedException(ErrorClass.MALFORMED, "a frame of the answer is shorter than what it holds");
    }
}
