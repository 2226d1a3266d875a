package io.pulsefleet.e2e.channel;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Optional;

/** A WebSocket after its handshake, the server's side (RFC 6455): texts in and out, whatever they were cut into. */
final class Frames {

    private static final String MAGIC = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final int LARGEST = 4 << 20;

    private static final int CONTINUATION = 0;
    private static final int TEXT = 1;
    private static final int CLOSE = 8;
    private static final int PING = 9;
    private static final int PONG = 10;

    private final DataInputStream in;
    private final OutputStream out;

    Frames(InputStream in, OutputStream out) {
        this.in = new DataInputStream(in);
        this.out = out;
    }

    /** What the server answers to the client's key. */
    static String accept(String key) {
        try {
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-1")
                            .digest((key + MAGIC).getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }

    /** The next text; empty: the other side has closed it. Pings are answered. */
    Optional<String> read() throws IOException {
        var text = new ByteArrayOutputStream();
        while (true) {
            int first;
            try {
                first = in.readUnsignedByte();
            } catch (EOFException closed) {
                return Optional.empty();
            }
            var payload = payload();
            switch (first & 0x0f) {
                case TEXT, CONTINUATION -> text.write(payload);
                case CLOSE -> {
                    write(CLOSE, payload);
                    return Optional.empty();
                }
                case PING -> write(PONG, payload);
                case PONG -> {}
                default -> throw new IOException("a frame of the kind " + (first & 0x0f));
            }
            var isData = (first & 0x0f) <= TEXT;
            if (isData && (first & 0x80) != 0) {
                return Optional.of(text.toString(StandardCharsets.UTF_8));
            }
            if (text.size() > LARGEST) {
                throw new IOException("a message of more than " + LARGEST + " bytes");
            }
        }
    }

    private byte[] payload() throws IOException {
        var second = in.readUnsignedByte();
        long length = second & 0x7f;
        if (length == 126) {
            length = in.readUnsignedShort();
        } else if (length == 127) {
            length = in.readLong();
        }
        if (length < 0 || length > LARGEST || (second & 0x80) == 0) {
            throw new IOException("a frame of " + length + " bytes, or one that is not masked");
        }
        var mask = in.readNBytes(4);
        var payload = in.readNBytes((int) length);
        for (int i = 0; i < payload.length; i++) {
            payload[i] ^= mask[i % 4];
        }
        return payload;
    }

    void write(String text) throws IOException {
        write(TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    private synchronized void write(int kind, byte[] payload) throws IOException {
        var head = ByteBuffer.allocate(10).put((byte) (0x80 | kind));
        if (payload.length < 126) {
            head.put((byte) payload.length);
        } else if (payload.length < 1 << 16) {
            head.put((byte) 126).putShort((short) payload.length);
        } else {
            head.put((byte) 127).putLong(payload.length);
        }
        out.write(head.array(), 0, head.position());
        out.write(payload);
        out.flush();
    }
}
