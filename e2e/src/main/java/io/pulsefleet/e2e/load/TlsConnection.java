package io.pulsefleet.e2e.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;

/**
 * A connection by TLS, from its opening to its end. Used on the loop's thread only.
 *
 * <pre>
 * CONNECTING --connected--> SHAKING HANDS --opened--> OPEN --the other side, or a failure: ended--> over
 * </pre>
 */
public final class TlsConnection implements Loop.Selected {

    /** Who is told, on the loop's thread. */
    public interface Listener {
        void opened();

        /** @param bytes to be read now: the next ones come in the same buffer */
        void received(ByteBuffer bytes);

        /** Once; not when we {@link #cut} it. */
        void ended(IOException why);
    }

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final Loop loop;
    private final SSLEngine engine;
    private final Listener listener;
    private SocketChannel channel;
    private SelectionKey key;
    private ByteBuffer held = NOTHING;
    private ByteBuffer unsent = NOTHING;
    private boolean isOpen;
    private boolean isOver;

    public TlsConnection(Loop loop, SSLContext context, Listener listener) {
        this.loop = loop;
        this.listener = listener;
        this.engine = context.createSSLEngine("localhost", loop.port());
        engine.setUseClientMode(true);
    }

    public void connect() {
        try {
            channel = loop.connect();
            key = loop.register(channel, SelectionKey.OP_CONNECT, this);
        } catch (IOException cannot) {
            end(cannot);
        }
    }

    /** After {@link Listener#opened}; what is sent after its end is lost. */
    public void send(byte[] bytes) {
        if (isOver) {
            return;
        }
        try {
            wrap(ByteBuffer.wrap(bytes));
        } catch (IOException cut) {
            end(cut);
        }
    }

    /** As if the cable was pulled. Nobody is told. */
    public void cut() {
        isOver = true;
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException gone) {
                throw new IllegalStateException("A socket cannot be closed.", gone);
            }
        }
    }

    private void end(IOException why) {
        if (!isOver) {
            cut();
            listener.ended(why);
        }
    }

    @Override
    public void ready(SelectionKey selected) {
        if (isOver) {
            return;
        }
        try {
            if (selected.isConnectable() && channel.finishConnect()) {
                interest(SelectionKey.OP_READ);
                engine.beginHandshake();
                goOn(NOTHING);
            } else if (selected.isWritable()) {
                write();
            }
            if (selected.isValid() && selected.isReadable()) {
                read();
            }
        } catch (IOException cut) {
            end(cut);
        }
    }

    private void read() throws IOException {
        var in = loop.in.clear().put(held);
        held = NOTHING;
        if (channel.read(in) < 0) {
            throw new IOException("The server ended the connection.");
        }
        goOn(in.flip());
        if (in.hasRemaining()) {
            held = copyOf(in);
        }
    }

    /** As far as it goes with what has come. */
    private void goOn(ByteBuffer in) throws IOException {
        while (!isOver) {
            var status = engine.getHandshakeStatus();
            if (status == HandshakeStatus.NEED_TASK) {
                engine.getDelegatedTask().run();
            } else if (status == HandshakeStatus.NEED_WRAP) {
                wrap(NOTHING);
            } else if (status == HandshakeStatus.NOT_HANDSHAKING && !isOpen) {
                isOpen = true;
                listener.opened();
            } else if (!unwrap(in)) {
                return;
            }
        }
    }

    /** @return whether there may be more */
    private boolean unwrap(ByteBuffer in) throws IOException {
        var plain = loop.plain.clear();
        var result = engine.unwrap(in, plain);
        if (result.getStatus() == Status.CLOSED) {
            throw new IOException("The server ended TLS.");
        }
        if (plain.flip().hasRemaining()) {
            listener.received(plain);
        }
        return result.getStatus() == Status.OK && (result.bytesConsumed() > 0 || in.hasRemaining());
    }

    private void wrap(ByteBuffer bytes) throws IOException {
        var out = loop.out.clear();
        do {
            engine.wrap(bytes, out);
        } while (bytes.hasRemaining());
        out.flip();
        if (!unsent.hasRemaining()) {
            channel.write(out);
        }
        if (out.hasRemaining()) {
            var both = ByteBuffer.allocate(unsent.remaining() + out.remaining());
            unsent = both.put(unsent).put(out).flip();
            interest(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
        }
    }

    private void write() throws IOException {
        channel.write(unsent);
        if (!unsent.hasRemaining()) {
            interest(SelectionKey.OP_READ);
        }
    }

    private void interest(int operations) {
        key.interestOps(operations);
    }

    private static ByteBuffer copyOf(ByteBuffer rest) {
        return ByteBuffer.allocate(rest.remaining()).put(rest).flip();
    }
}
