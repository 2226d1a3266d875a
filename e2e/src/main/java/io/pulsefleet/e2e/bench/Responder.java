package io.pulsefleet.e2e.bench;

import static io.pulsefleet.e2e.load.Request.ascii;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/**
 * A server that answers 201 to all and does nothing else: it shows what the load generator can do by itself. Takes the last
 * piece of a request for its end when it says how long the body is; requests come one at a time.
 */
final class Responder implements AutoCloseable {

    private static final byte[] LENGTH = ascii("Content-Length: ");

    private final ByteBuffer answer = ByteBuffer.allocateDirect(64);
    private final ByteBuffer in = ByteBuffer.allocateDirect(1 << 20);
    private final Selector selector = Selector.open();
    private final ServerSocketChannel server = ServerSocketChannel.open();
    private final Thread thread = new Thread(this::run, "responder");
    private volatile boolean closed;

    Responder() throws IOException {
        answer.put(ascii("HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n")).flip();
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1_000);
        server.configureBlocking(false);
        server.register(selector, SelectionKey.OP_ACCEPT);
        thread.start();
    }

    int port() {
        return server.socket().getLocalPort();
    }

    @Override
    public void close() throws IOException {
        closed = true;
        selector.wakeup();
        try {
            thread.join();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
        for (var key : selector.keys()) {
            key.channel().close();
        }
        selector.close();
    }

    private void run() {
        try {
            while (!closed) {
                selector.select(this::serve, 1_000);
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private void serve(SelectionKey key) {
        try {
            if (key.isAcceptable()) {
                var channel = server.accept();
                channel.configureBlocking(false);
                channel.register(selector, SelectionKey.OP_READ, new Request());
            } else {
                answer((SocketChannel) key.channel(), (Request) key.attachment());
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private void answer(SocketChannel channel, Request request) throws IOException {
        in.clear();
        if (channel.read(in) < 0) {
            channel.close();
        } else if (request.isWhole(in.flip())) {
            channel.write(answer.duplicate());
        }
    }

    /** How much of it is still to come. Its head comes in one piece: it is short. */
    private static final class Request {

        private long left;

        boolean isWhole(ByteBuffer piece) {
            left += left > 0 ? 0 : length(piece);
            left -= piece.remaining();
            return left == 0;
        }

        private static long length(ByteBuffer piece) {
            for (int at = 0; at < piece.limit() - LENGTH.length; at++) {
                if (piece.get(at) == '\n' && matches(piece, at + 1)) {
                    return wholeLength(piece, at + 1 + LENGTH.length);
                }
            }
            throw new IllegalStateException("no Content-Length");
        }

        /** The length is the head's last line. */
        private static long wholeLength(ByteBuffer piece, int at) {
            var digit = at;
            long body = 0;
            while (piece.get(digit) != '\r') {
                body = body * 10 + piece.get(digit++) - '0';
            }
            return digit + 4 + body;
        }

        private static boolean matches(ByteBuffer piece, int at) {
            for (int i = 0; i < LENGTH.length; i++) {
                if (piece.get(at + i) != LENGTH[i]) {
                    return false;
                }
            }
            return true;
        }
    }
}
