package io.pulsefleet.e2e.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;

/**
 * A connection that is kept, and made again where it was lost. One request at a time.
 *
 * <pre>
 * CLOSED --send--> CONNECTING --connected--> WAITING --whole answer--> IDLE --send--> WAITING
 *                                            WAITING --cut-----------> CLOSED (lost)
 *                                            IDLE ----the server ends it--> CLOSED
 * </pre>
 */
public final class Connection implements Loop.Selected {

    /** How much of a request is sent before we hang up. */
    public enum Until {
        ANSWERED,
        /** All of it leaves, but the answer is not waited for. */
        SENT,
        /** A part of it leaves. */
        HALF_SENT
    }

    /** Who asked. Told once for each request, on the loop's thread; may send the next at once. */
    public interface Asker {
        void answered(Reply reply);

        /** No answer: it may have been taken or not. */
        void lost(IOException why);
    }

    private enum State {
        CLOSED,
        CONNECTING,
        WAITING,
        IDLE
    }

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final Loop loop;
    private final ReplyParser parser = new ReplyParser();
    private State state = State.CLOSED;
    private SocketChannel channel;
    private SelectionKey key;
    private Request request;
    private Until until;
    private Asker asker;
    private ByteBuffer unsent = NOTHING;
    private long since;

    Connection(Loop loop) {
        this.loop = loop;
    }

    public void send(Request what, Until how, Asker who) {
        if (state == State.CONNECTING || state == State.WAITING) {
            throw new IllegalStateException("a request is under way");
        }
        request = what;
        until = how;
        asker = who;
        since = System.nanoTime();
        try {
            if (state == State.CLOSED) {
                connect();
            } else {
                write();
            }
        } catch (IOException failed) {
            loop.at(
                    since,
                    () -> lose(failed)); // not from within send: who asks again at once would never come to an end
        }
    }

    public boolean isBusy() {
        return asker != null;
    }

    /** As if the cable was pulled: who waits is told that the answer is lost. */
    public void cut() {
        lose(new IOException("cut by us"));
    }

    void giveUpWhenOlderThan(long nanoTime) {
        if (asker != null && since - nanoTime < 0) {
            lose(new IOException("no answer in time"));
        }
    }

    @Override
    public void ready(SelectionKey selected) {
        if (selected != key) {
            return; // of a channel that was closed meanwhile
        }
        try {
            if (selected.isConnectable() && channel.finishConnect()) {
                write();
            } else if (selected.isWritable()) {
                writeRest();
            }
            if (selected.isValid() && selected.isReadable()) {
                read();
            }
        } catch (IOException cut) {
            lose(cut);
        }
    }

    private void connect() throws IOException {
        state = State.CONNECTING;
        channel = loop.connect();
        key = loop.register(channel, SelectionKey.OP_CONNECT, this);
    }

    private void write() throws IOException {
        state = State.WAITING;
        var out = loop.out.clear();
        request.putInto(out);
        out.flip();
        if (until == Until.HALF_SENT) {
            out.limit(out.limit() * 3 / 4);
        }
        channel.write(out);
        unsent = out.hasRemaining() ? copyOf(out) : NOTHING;
        afterWriting();
    }

    private void writeRest() throws IOException {
        channel.write(unsent);
        afterWriting();
    }

    private void afterWriting() throws IOException {
        if (unsent.hasRemaining()) {
            interest(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
        } else if (until == Until.ANSWERED) {
            interest(SelectionKey.OP_READ);
        } else {
            throw new IOException("hung up on purpose");
        }
    }

    private void interest(int operations) {
        if (key.interestOps() != operations) {
            key.interestOps(operations);
        }
    }

    private void read() throws IOException {
        var in = loop.in.clear();
        var count = channel.read(in);
        in.flip();
        if (state == State.IDLE) {
            close(); // the server has had enough of an idle connection
        } else if (count < 0 ? parser.ended() : parser.feed(in)) {
            answer();
        } else if (count < 0) {
            throw new IOException("The server ended the connection.");
        }
    }

    private void answer() {
        var reply = parser.take();
        if (reply.closes()) {
            close();
        } else {
            state = State.IDLE;
        }
        var who = asker;
        asker = null;
        who.answered(reply);
    }

    private void lose(IOException why) {
        close();
        if (asker != null) {
            var who = asker;
            asker = null;
            who.lost(why);
        }
    }

    private void close() {
        state = State.CLOSED;
        unsent = NOTHING;
        parser.forget();
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException gone) {
                throw new IllegalStateException("A socket cannot be closed.", gone);
            }
            channel = null;
            key = null;
        }
    }

    private static ByteBuffer copyOf(ByteBuffer rest) {
        return ByteBuffer.allocate(rest.remaining()).put(rest).flip();
    }
}
