package io.pulsefleet.e2e.channel;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A frame as a client sends it (RFC 6455, 5.2), right or not: nobody checks it here.
 *
 * @param first FIN, the reserved bits and the opcode
 * @param masked as those of clients must be
 * @param told the length that it tells; most are as long as that
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares frames
public record ClientFrame(int first, boolean masked, long told, byte[] payload) {

    public static final int LAST = 0x80;
    public static final int CONTINUATION = 0;
    public static final int TEXT = 1;
    public static final int BINARY = 2;
    public static final int CLOSE = 8;
    public static final int PING = 9;
    public static final int PONG = 10;

    public static ClientFrame of(int first, byte[] payload) {
        return new ClientFrame(first, true, payload.length, payload);
    }

    public static ClientFrame text(String text) {
        return of(LAST | TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    public ClientFrame unmasked() {
        return new ClientFrame(first, false, told, payload);
    }

    public ClientFrame telling(long length) {
        return new ClientFrame(first, masked, length, payload);
    }

    public byte[] bytes() {
        var out = ByteBuffer.allocate(14 + payload.length).put((byte) first);
        var bit = masked ? 0x80 : 0;
        if (told >= 0 && told < 126) {
            out.put((byte) (bit | told));
        } else if (told >= 0 && told < 1 << 16) {
            out.put((byte) (bit | 126)).putShort((short) told);
        } else {
            out.put((byte) (bit | 127)).putLong(told);
        }
        var mask = masked ? ThreadLocalRandom.current().nextInt() : 0;
        if (masked) {
            out.putInt(mask);
        }
        for (int i = 0; i < payload.length; i++) {
            out.put((byte) (payload[i] ^ (mask >>> (24 - i % 4 * 8))));
        }
        var bytes = new byte[out.position()];
        out.flip().get(bytes);
        return bytes;
    }
}
