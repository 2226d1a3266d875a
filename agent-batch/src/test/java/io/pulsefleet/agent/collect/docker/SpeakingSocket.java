package io.pulsefleet.agent.collect.docker;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.Closeable;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/** Says what no real daemon can be brought to say. Each connection is one question. */
final class SpeakingSocket implements Closeable {

    private static final System.Logger LOG = System.getLogger(SpeakingSocket.class.getName());

    private final ServerSocketChannel server;
    private final Answers answers;
    private final Thread thread;

    interface Answers {
        /** @param path the whole of it */
        void answer(String path, SocketChannel to) throws IOException;
    }

    SpeakingSocket(Path socket, Answers answers) throws IOException {
        this.answers = answers;
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(socket));
        thread = new Thread(this::speak, "speaking-socket");
        thread.start();
    }

    private void speak() {
        while (server.isOpen()) {
            try (var talk = server.accept()) {
                var request = ByteBuffer.allocate(4096);
                talk.read(request);
                answers.answer(new String(request.array(), 0, request.position(), UTF_8).split(" ", 3)[1], talk);
            } catch (IOException goneAway) {
                LOG.log(System.Logger.Level.DEBUG, "the other side gave up, or the test is over", goneAway);
            }
        }
    }

    static void write(SocketChannel to, String text) throws IOException {
        var bytes = ByteBuffer.wrap(text.getBytes(UTF_8));
        while (bytes.hasRemaining()) {
            to.write(bytes);
        }
    }

    /** With Connection: close, and no length: the body ends where the connection does. */
    static void json(SocketChannel to, String body) throws IOException {
        write(to, "HTTP/1.0 200 OK\r\nContent-Type: application/json\r\n\r\n" + body);
    }

    @Override
    public void close() throws IOException {
        server.close();
        try {
            thread.join();
        } catch (InterruptedException theTestIsOver) {
            Thread.currentThread().interrupt();
        }
    }
}
