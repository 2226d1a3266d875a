package io.pulsefleet.e2e.channel;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** Reads what a server sends over a WebSocket, from whatever pieces the network makes of it. */
public final class ServerFrames {

    private static final int LARGEST = 4 << 20;
    private static final byte[] NOTHING = {};

    private final ByteArrayOutputStream message = new ByteArrayOutputStream();
    private byte[] held = NOTHING;

    /** Something whole that the server said. */
    public sealed interface Said {

        record Text(String text) implements Said {}

        record Ping() implements Said {}

        record Pong() implements Said {}

        /** @param code 1005: it gave none */
        record Close(int code, String reason) implements Said {}
    }

    /**
     * The next thing that is whole; of what is not, the pieces are kept. Call it until it is empty.
     *
     * @throws IOException when no server may send that
     */
    public Optional<Said> next(ByteBuffer in) throws IOException {
        while (true) {
            var all = ByteBuffer.wrap(joined(in));
            var payload = payload(all);
            if (payload.isEmpty()) {
                held = all.array();
                return Optional.empty();
            }
            var first = all.get(0);
            held = Arrays.copyOfRange(all.array(), all.position(), all.limit());
            var said = said(first, payload.get());
            if (said.isPresent()) {
                return said;
            }
        }
    }

    private byte[] joined(ByteBuffer in) {
        var all = Arrays.copyOf(held, held.length + in.remaining());
        in.get(all, held.length, in.remaining());
        return all;
    }

    private static Optional<byte[]> payload(ByteBuffer all) throws IOException {
        if (all.remaining() < 2) {
            return Optional.empty();
        }
        all.get();
        long length = all.get();
        if (length < 0) {
            throw new IOException("a server's frame that is masked");
        }
        var more = length == 126 ? 2 : length == 127 ? 8 : 0;
        if (all.remaining() < more) {
            return Optional.empty();
        }
        length = more == 2 ? Short.toUnsignedInt(all.getShort()) : more == 8 ? all.getLong() : length;
        if (length < 0 || length > LARGEST) {
            throw new IOException("a frame of " + length + " bytes");
        }
        if (all.remaining() < length) {
            return Optional.empty();
        }
        var payload = new byte[(int) length];
        all.get(payload);
        return Optional.of(payload);
    }

    private Optional<Said> said(byte first, byte[] payload) throws IOException {
        switch (first & 0x0f) {
            case ClientFrame.TEXT, ClientFrame.CONTINUATION -> {
                message.writeBytes(payload);
                if (first >= 0) {
                    return Optional.empty();
                }
                var text = message.toString(StandardCharsets.UTF_8);
                message.reset();
                return Optional.of(new Said.Text(text));
            }
            case ClientFrame.PING -> {
                return Optional.of(new Said.Ping());
            }
            case ClientFrame.PONG -> {
                return Optional.of(new Said.Pong());
            }
            case ClientFrame.CLOSE -> {
                return Optional.of(
                        payload.length < 2
                                ? new Said.Close(1005, "")
                                : new Said.Close(
                                        Short.toUnsignedInt(
                                                ByteBuffer.wrap(payload).getShort()),
                                        new String(payload, 2, payload.length - 2, StandardCharsets.UTF_8)));
            }
            default -> throw new IOException("a frame of the kind " + (first & 0x0f));
        }
    }
}
