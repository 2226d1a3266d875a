package io.pulsefleet.agent.collect.uptime;

import static io.pulsefleet.agent.collect.uptime.Http2Frame.ACK;
import static io.pulsefleet.agent.collect.uptime.Http2Frame.DATA;
import static io.pulsefleet.agent.collect.uptime.Http2Frame.END_HEADERS;
import static io.pulsefleet.agent.collect.uptime.Http2Frame.END_STREAM;
import static io.pulsefleet.agent.collect.uptime.Http2Frame.HEADERS;
import static io.pulsefleet.agent.collect.uptime.Http2Frame.SETTINGS;
import static io.pulsefleet.agent.collect.uptime.Http2Frame.WINDOW_UPDATE;

import io.pulsefleet.wire.uptime.ErrorClass;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.message.BasicHeader;
import org.apache.hc.core5.http2.hpack.HPackDecoder;
import org.apache.hc.core5.http2.hpack.HPackEncoder;
import org.apache.hc.core5.util.ByteArrayBuffer;

/**
 * A connection over HTTP/2 (RFC 9113), one request after the other, so that what each phase took can be told: a client for all
 * purposes has threads of its own that read ahead. What headers are packed with (RFC 7541) is a library's.
 *
 * <p>The first byte of an answer is that of its headers: what a server says of the connection is no answer.
 */
final class Http2 {

    private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final int LARGEST_HEADERS = 64 << 10;
    private static final int USUAL_WINDOW = 65_535;
    private static final int LARGEST_WINDOW = Integer.MAX_VALUE;
    private static final short HEADER_TABLE_SIZE = 1;
    private static final short ENABLE_PUSH = 2;
    private static final short INITIAL_WINDOW_SIZE = 4;
    private static final short MAX_FRAME_SIZE = 5;
    private static final int USUAL_TABLE = 4_096;

    private final Wire wire;
    private final HPackEncoder encoder = new HPackEncoder(USUAL_TABLE, StandardCharsets.UTF_8);
    private final HPackDecoder decoder = new HPackDecoder(USUAL_TABLE, StandardCharsets.ISO_8859_1);
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private int stream = -1;
    private long window = USUAL_WINDOW;
    private long firstWindow = USUAL_WINDOW;
    private int largestFrame = Http2Frame.LARGEST;
    private boolean isGoing;

    /** Of the connection's window, since it was widened last. A request may take what is read at most, which is far less. */
    private int taken;

    /** Of the request that is under way. */
    private long streamWindow;

    private Optional<HttpHead> head = Optional.empty();
    private boolean isOver;

    /** @param wire over which HTTP/2 was agreed, or is to be taken for granted */
    Http2(Wire wire) {
        this.wire = wire;
        decoder.setMaxListSize(LARGEST_HEADERS);
    }

    /** Whether another request may follow. */
    boolean keepsOpen() {
        return isOver && !isGoing;
    }

    /**
     * Sends a request and reads its answer's headers.
     *
     * @param headers the four that begin with a colon first
     */
    HttpHead ask(Map<String, String> headers, byte[] body, Attempt attempt) throws IOException {
        attempt.watch.enter(Stopwatch.Phase.FIRST_BYTE);
        if (stream < 0) {
            out.writeBytes(PREFACE);
            new Http2Frame(SETTINGS, 0, 0, ourSettings()).writeTo(out);
            taken = LARGEST_WINDOW - USUAL_WINDOW;
        }
        widen();
        stream += 2;
        streamWindow = firstWindow;
        head = Optional.empty();
        isOver = false;
        writeHeaders(packed(headers), body.length == 0);
        send(body, attempt);
        while (head.isEmpty()) {
            hear(Http2Frame.read(wire, attempt), attempt);
        }
        return head.get();
    }

    /** The body's next part; empty: it is over. */
    Optional<ByteBuffer> read(Attempt attempt) throws IOException {
        while (!isOver) {
            var frame = Http2Frame.read(wire, attempt);
            if (frame.type() == DATA && frame.stream() == stream) {
                isOver = frame.has(END_STREAM);
                taken += frame.payload().length;
                return Optional.of(frame.content());
            }
            hear(frame, attempt);
        }
        return Optional.empty();
    }

    private static byte[] ourSettings() {
        return ByteBuffer.allocate(12)
                .putShort(ENABLE_PUSH)
                .putInt(0)
                .putShort(INITIAL_WINDOW_SIZE)
                .putInt(LARGEST_WINDOW)
                .array();
    }

    /** The connection; what a request may bring is wide enough from its beginning. */
    private void widen() {
        if (taken > 0) {
            var bytes = ByteBuffer.allocate(Integer.BYTES).putInt(taken).array();
            new Http2Frame(WINDOW_UPDATE, 0, 0, bytes).writeTo(out);
            taken = 0;
        }
    }

    private byte[] packed(Map<String, String> headers) throws IOException {
        var list = new ArrayList<Header>();
        headers.forEach((name, value) -> list.add(new BasicHeader(name, value, true))); // none is to be remembered
        var into = new ByteArrayBuffer(256);
        encoder.encodeHeaders(into, list, true);
        return into.toByteArray();
    }

    private void writeHeaders(byte[] block, boolean isLast) {
        var type = HEADERS;
        for (int from = 0; from == 0 || from < block.length; from += largestFrame) {
            var to = Math.min(block.length, from + largestFrame);
            var flags = (to == block.length ? END_HEADERS : 0) | (isLast && from == 0 ? END_STREAM : 0);
            new Http2Frame(type, flags, stream, java.util.Arrays.copyOfRange(block, from, to)).writeTo(out);
            type = Http2Frame.CONTINUATION;
        }
    }

    /** As much as the server takes at a time. It may answer before it has all. */
    private void send(byte[] body, Attempt attempt) throws IOException {
        var from = 0;
        while (from < body.length && head.isEmpty()) {
            var room = (int) Math.min(Math.min(window, streamWindow), largestFrame);
            if (room <= 0) {
                flush();
                hear(Http2Frame.read(wire, attempt), attempt);
                continue;
            }
            var to = Math.min(body.length, from + room);
            new Http2Frame(
                            DATA,
                            to == body.length ? END_STREAM : 0,
                            stream,
                            java.util.Arrays.copyOfRange(body, from, to))
                    .writeTo(out);
            window -= to - from;
            streamWindow -= to - from;
            from = to;
        }
        isGoing |= from < body.length; // it may wait for the rest, which will not come
        flush();
    }

    private void flush() throws IOException {
        wire.write(out.toByteArray());
        out.reset();
    }

    private void hear(Http2Frame frame, Attempt attempt) throws IOException {
        switch (frame.type()) {
            case HEADERS -> headers(frame, attempt);
            case SETTINGS -> settings(frame);
            case WINDOW_UPDATE -> {
                var more = frame.number().getInt() & Integer.MAX_VALUE;
                window += frame.stream() == 0 ? more : 0;
                streamWindow += frame.stream() == stream ? more : 0;
            }
            case Http2Frame.PING -> {
                if (!frame.has(ACK)) {
                    new Http2Frame(Http2Frame.PING, ACK, 0, frame.payload()).writeTo(out);
                    flush();
                }
            }
            case Http2Frame.GOAWAY -> {
                isGoing = true;
                var told = frame.number();
                if ((told.getInt() & Integer.MAX_VALUE) < stream) {
                    throw new EOFException("the server takes no more requests" + reason(told));
                }
            }
            case Http2Frame.RST_STREAM -> {
                if (frame.stream() == stream) {
                    isGoing = true;
                    throw new ProbeFailedException(
                            ErrorClass.RESET, "the server gave the request up" + reason(frame.number()));
                }
            }
            case Http2Frame.PUSH_PROMISE, Http2Frame.CONTINUATION ->
                throw new ProbeFailedException(
                        ErrorClass.MALFORMED, "the server sends a frame that it must not send now: " + frame.type());
            default -> {} // RFC 9113, 5.5: whoever does not know it leaves it out
        }
    }

    private static String reason(ByteBuffer told) {
        return told.remaining() < Integer.BYTES ? "" : ", error " + told.getInt() + " of HTTP/2";
    }

    private void settings(Http2Frame frame) throws IOException {
        if (frame.has(ACK)) {
            return;
        }
        for (var told = ByteBuffer.wrap(frame.payload()); told.remaining() >= 6; ) {
            var which = told.getShort();
            var value = told.getInt();
            switch (which) {
                case HEADER_TABLE_SIZE -> encoder.setMaxTableSize(Math.max(0, Math.min(value, USUAL_TABLE)));
                case INITIAL_WINDOW_SIZE -> {
                    streamWindow += value - firstWindow;
                    firstWindow = value;
                }
                case MAX_FRAME_SIZE -> largestFrame = Math.max(Http2Frame.LARGEST, Math.min(value, 1 << 20));
                default -> {}
            }
        }
        new Http2Frame(SETTINGS, ACK, 0, new byte[0]).writeTo(out);
        flush();
    }

    /** Those of the answer, or those behind its body, which nobody asks for; words on the way are left out. */
    private void headers(Http2Frame first, Attempt attempt) throws IOException {
        if (attempt.watch.running() == Stopwatch.Phase.FIRST_BYTE) {
            attempt.watch.enter(Stopwatch.Phase.TRANSFER);
        }
        var block = new ByteArrayOutputStream();
        var part = first;
        block.writeBytes(bytes(part.content()));
        while (!part.has(END_HEADERS)) {
            part = Http2Frame.read(wire, attempt);
            block.writeBytes(bytes(part.content()));
            if (part.type() != Http2Frame.CONTINUATION || block.size() > LARGEST_HEADERS) {
                throw new ProbeFailedException(
                        ErrorClass.MALFORMED,
                        "the headers do not end, or are larger than " + LARGEST_HEADERS + " bytes");
            }
        }
        var said = unpacked(ByteBuffer.wrap(block.toByteArray()));
        if (first.stream() != stream) {
            return;
        }
        isOver = first.has(END_STREAM);
        if (head.isEmpty() && said.status() >= 200) {
            head = Optional.of(said);
        } else if (head.isEmpty() && isOver) {
            throw new ProbeFailedException(ErrorClass.MALFORMED, "the answer has no status");
        }
    }

    private static byte[] bytes(ByteBuffer content) {
        var bytes = new byte[content.remaining()];
        content.get(bytes);
        return bytes;
    }

    private HttpHead unpacked(ByteBuffer block) throws IOException {
        try {
            var headers = new LinkedHashMap<String, List<String>>();
            for (var header : decoder.decodeHeaders(block)) {
                headers.computeIfAbsent(header.getName(), none -> new ArrayList<>())
                        .add(header.getValue());
            }
            var status = headers.remove(":status");
            return new HttpHead(
                    status != null && status.get(0).matches("[1-5]\\d\\d") ? Integer.parseInt(status.get(0)) : 0,
                    false,
                    headers);
        } catch (HttpException broken) {
            throw new ProbeFailedException(
                    ErrorClass.MALFORMED, "the headers cannot be unpacked: " + broken.getMessage(), broken);
        }
    }
}
