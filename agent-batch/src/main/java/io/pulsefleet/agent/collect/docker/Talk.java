package io.pulsefleet.agent.collect.docker;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

/**
 * HTTP/1.1 through a Unix socket: one question, its whole answer, the next question. See ADR 0023 for why it is ours.
 *
 * <p>An answer has a deadline from its question to its last byte, so one that trickles is given up as well. After a
 * trouble the talk is over.
 */
final class Talk implements Closeable {

    private static final int LONGEST_HEAD = 64 << 10;

    private final SocketChannel channel;
    private final Selector selector;
    private final ByteBuffer in = ByteBuffer.allocate(16 << 10).flip();
    private long deadline;
    private int left;

    private Talk(SocketChannel channel, Selector selector) {
        this.channel = channel;
        this.selector = selector;
    }

    static Talk open(Path socket, Duration patience) throws IOException {
        var channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        var talk = new Talk(channel, Selector.open());
        try {
            channel.configureBlocking(false);
            channel.register(talk.selector, SelectionKey.OP_CONNECT);
            talk.deadline = System.nanoTime() + patience.toNanos();
            talk.connect(socket);
            return talk;
        } catch (IOException | RuntimeException notOpened) {
            talk.close();
            throw notOpened;
        }
    }

    private void connect(Path socket) throws IOException {
        if (!channel.connect(UnixDomainSocketAddress.of(socket))) {
            do {
                await(SelectionKey.OP_CONNECT);
            } while (!channel.finishConnect());
        }
    }

    /**
     * @param status of HTTP
     * @param body to be read to its end before the next question
     * @param isLast the other side hangs up behind it
     */
    record Answer(int status, InputStream body, boolean isLast) {}

    /** Many talks may be asked before the first is listened to: the daemon works on them side by side. */
    void ask(String path, Duration patience) throws IOException {
        deadline = System.nanoTime() + patience.toNanos();
        send("GET %s HTTP/1.1\r\nHost: docker\r\nUser-Agent: pulsefleet\r\nAccept: application/json\r\n\r\n"
                .formatted(path));
    }

    /** @throws SocketTimeoutException when the deadline passes; reading the body may throw it too */
    Answer answer() throws IOException {
        left = LONGEST_HEAD;
        var first = line();
        if (!first.startsWith("HTTP/1.") || first.length() < 12) {
            throw new IOException("no answer of HTTP: " + first.substring(0, Math.min(60, first.length())));
        }
        return answer(number(first.substring(9, 12), 10), first.startsWith("HTTP/1.0"));
    }

    private Answer answer(int status, boolean isOld) throws IOException {
        var length = -1;
        var chunked = false;
        var isLast = isOld;
        for (var line = line(); !line.isEmpty(); line = line()) {
            var head = line.toLowerCase(Locale.ROOT);
            if (head.startsWith("content-length:")) {
                length = number(head.substring("content-length:".length()).strip(), 10);
            }
            chunked |= head.startsWith("transfer-encoding:") && head.contains("chunked");
            isLast |= head.startsWith("connection:") && head.contains("close");
        }
        return new Answer(status, new Body(length, chunked), isLast || (length < 0 && !chunked));
    }

    private void send(String request) throws IOException {
        var out = ByteBuffer.wrap(request.getBytes(ISO_8859_1));
        while (out.hasRemaining()) {
            if (channel.write(out) == 0) {
                await(SelectionKey.OP_WRITE);
            }
        }
    }

    /** Of the head, or between chunks; without its end. */
    private String line() throws IOException {
        var line = new StringBuilder();
        while (left-- > 0) {
            var next = next();
            if (next == '\n') {
                return line.toString();
            }
            if (next < 0) {
                throw new EOFException("the answer ends in its head");
            }
            if (next != '\r') {
                line.append((char) next);
            }
        }
        throw new IOException("the answer's head is longer than " + LONGEST_HEAD + " bytes");
    }

    private int next() throws IOException {
        return in.hasRemaining() || fill() ? in.get() & 0xff : -1;
    }

    /** @return false at the end */
    private boolean fill() throws IOException {
        millisLeft(); // also of an answer that never lets us wait
        in.clear();
        try {
            var read = channel.read(in);
            while (read == 0) {
                await(SelectionKey.OP_READ);
                read = channel.read(in);
            }
            return read > 0;
        } finally {
            in.flip();
        }
    }

    private void await(int what) throws IOException {
        var millis = millisLeft();
        channel.keyFor(selector).interestOps(what);
        selector.select(millis);
        selector.selectedKeys().clear();
        if (Thread.currentThread().isInterrupted()) {
            throw new IOException("interrupted");
        }
    }

    private long millisLeft() throws SocketTimeoutException {
        var millis = (deadline - System.nanoTime()) / 1_000_000;
        if (millis <= 0) {
            throw new SocketTimeoutException("no answer in time");
        }
        return millis;
    }

    private static int number(String digits, int radix) throws IOException {
        try {
            return Integer.parseInt(digits, radix);
        } catch (NumberFormatException none) {
            throw new IOException("no number where HTTP has one: " + digits, none);
        }
    }

    @Override
    public void close() throws IOException {
        try (selector) {
            channel.close();
        }
    }

    /** As long as its head says, in chunks, or up to the connection's end. */
    private final class Body extends InputStream {

        private final boolean chunked;
        private final boolean measured;
        private int here;
        private boolean begun;

        Body(int length, boolean chunked) {
            this.chunked = chunked;
            measured = length >= 0;
            here = chunked ? 0 : measured ? length : Integer.MAX_VALUE;
        }

        @Override
        public int read() throws IOException {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int from, int most) throws IOException {
            if (most == 0) {
                return 0;
            }
            if (here <= 0 && !nextChunk()) {
                return -1;
            }
            if (!in.hasRemaining() && !fill()) {
                if (measured || chunked) {
                    throw new EOFException("the answer ends before its end");
                }
                here = 0;
                return -1;
            }
            var taken = Math.min(Math.min(most, here), in.remaining());
            in.get(into, from, taken);
            here -= measured || chunked ? taken : 0;
            return taken;
        }

        private boolean nextChunk() throws IOException {
            if (!chunked || here < 0) {
                return false;
            }
            left = LONGEST_HEAD;
            if (begun) {
                line();
            }
            begun = true;
            var size = line();
            var end = size.indexOf(';');
            here = number((end < 0 ? size : size.substring(0, end)).strip(), 16);
            if (here == 0) {
                var trailer = line();
                while (!trailer.isEmpty()) {
                    trailer = line();
                }
                here = -1;
                return false;
            }
            return true;
        }
    }
}
