package io.pulsefleet.agent.supervisor;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;

/** One line there, one line back, and no longer than it may take. */
final class Conversation {

    private static final int MOST_BYTES = 256 << 10;

    private final long deadline;

    private Conversation(Duration longest) {
        deadline = System.nanoTime() + longest.toNanos();
    }

    /** @throws IOException when nobody is there, or it takes too long */
    static byte[] hold(Path socket, byte[] line, Duration longest) throws IOException {
        return new Conversation(longest).hold(socket, line);
    }

    private byte[] hold(Path socket, byte[] line) throws IOException {
        try (var channel = SocketChannel.open(StandardProtocolFamily.UNIX);
                var selector = Selector.open()) {
            channel.configureBlocking(false);
            if (!channel.connect(UnixDomainSocketAddress.of(socket))) {
                throw new IOException("too many wait for it");
            }
            var key = channel.register(selector, SelectionKey.OP_WRITE);
            send(line, channel, selector);
            send(new byte[] {'\n'}, channel, selector);
            key.interestOps(SelectionKey.OP_READ);
            return line(channel, selector);
        }
    }

    private void send(byte[] bytes, SocketChannel channel, Selector selector) throws IOException {
        for (var rest = ByteBuffer.wrap(bytes); rest.hasRemaining(); ) {
            await(selector);
            channel.write(rest);
        }
    }

    private byte[] line(SocketChannel channel, Selector selector) throws IOException {
        var read = new ByteArrayOutputStream();
        var bytes = ByteBuffer.allocate(8_192);
        while (read.size() <= MOST_BYTES) {
            await(selector);
            if (channel.read(bytes.clear()) < 0) {
                throw new IOException("it went away before its answer");
            }
            bytes.flip();
            while (bytes.hasRemaining()) {
                var next = bytes.get();
                if (next == '\n') {
                    return read.toByteArray();
                }
                read.write(next);
            }
        }
        throw new IOException("its answer is longer than " + MOST_BYTES + " bytes");
    }

    private void await(Selector selector) throws IOException {
        var millis = (deadline - System.nanoTime()) / 1_000_000;
        if (millis <= 0 || selector.select(millis) == 0) {
            throw new SocketTimeoutException("it did not answer in time");
        }
        selector.selectedKeys().clear();
    }
}
