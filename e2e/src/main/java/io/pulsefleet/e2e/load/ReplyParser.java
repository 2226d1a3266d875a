package io.pulsefleet.e2e.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Reads answers from whatever pieces the network makes of them.
 *
 * <pre>
 * STATUS -> HEADER -> (a 1xx: STATUS again) -> SIZED -------------------------> DONE
 *                                           -> CHUNK_SIZE <-> CHUNK -> TRAILER -> DONE
 *                                           -> UNTIL_CLOSE (ended) -------------> DONE
 * </pre>
 *
 * <p>The first {@value #MOST_KEPT} bytes of a body are kept, the rest is read and forgotten.
 */
public final class ReplyParser {

    static final int MOST_KEPT = 64 << 10;

    private static final int LONGEST_LINE = 16 << 10;
    private static final int NOT_SAID = -1;
    private static final byte[] NOTHING = {};

    private enum State {
        STATUS,
        HEADER,
        SIZED,
        CHUNK_SIZE,
        CHUNK,
        TRAILER,
        UNTIL_CLOSE,
        DONE
    }

    private State state = State.STATUS;
    private byte[] line = new byte[256];
    private int lineLength;
    private int status;
    private long left;
    private int retryAfter;
    private boolean closes;
    private boolean chunked;
    private byte[] body = NOTHING;
    private int kept;

    public ReplyParser() {
        begin();
    }

    private void begin() {
        state = State.STATUS;
        lineLength = 0;
        left = NOT_SAID;
        retryAfter = NOT_SAID;
        closes = false;
        chunked = false;
        kept = 0;
    }

    /**
     * Takes of the bytes what belongs to the answer.
     *
     * @return true: the answer is whole; {@link #take} gives it
     * @throws IOException when it is no HTTP/1.1
     */
    public boolean feed(ByteBuffer in) throws IOException {
        while (in.hasRemaining() && state != State.DONE) {
            switch (state) {
                case SIZED, CHUNK, UNTIL_CLOSE -> feedBody(in);
                default -> {
                    if (feedLine(in.get())) {
                        endLine();
                    }
                }
            }
        }
        return state == State.DONE;
    }

    /** The connection has ended. Returns whether that is the end of the answer. */
    boolean ended() {
        if (state == State.UNTIL_CLOSE) {
            state = State.DONE;
        }
        return state == State.DONE;
    }

    /** The whole answer; the next one may be fed then. */
    public Reply take() {
        var reply = new Reply(status, retryAfter, closes, kept == 0 ? NOTHING : Arrays.copyOf(body, kept));
        begin();
        return reply;
    }

    /** An answer that will not be whole any more. */
    void forget() {
        begin();
    }

    private void feedBody(ByteBuffer in) {
        var count = state == State.UNTIL_CLOSE ? in.remaining() : (int) Math.min(left, in.remaining());
        keep(in, count);
        if (state == State.UNTIL_CLOSE) {
            return;
        }
        left -= count;
        if (left == 0) {
            state = state == State.SIZED ? State.DONE : State.CHUNK_SIZE;
        }
    }

    private void keep(ByteBuffer in, int count) {
        var more = Math.min(count, MOST_KEPT - kept);
        if (kept + more > body.length) {
            body = Arrays.copyOf(body, Math.max(kept + more, Math.min(MOST_KEPT, body.length * 2)));
        }
        in.get(body, kept, more);
        kept += more;
        in.position(in.position() + count - more);
    }

    private boolean feedLine(byte octet) throws IOException {
        if (octet == '\n') {
            if (lineLength > 0 && line[lineLength - 1] == '\r') {
                lineLength--;
            }
            return true;
        }
        if (lineLength == line.length) {
            if (lineLength == LONGEST_LINE) {
                throw new IOException("A line of the answer's head is too long.");
            }
            line = Arrays.copyOf(line, lineLength * 2);
        }
        line[lineLength++] = octet;
        return false;
    }

    private void endLine() throws IOException {
        switch (state) {
            case STATUS -> readStatus();
            case HEADER -> readHeader();
            case CHUNK_SIZE -> readChunkSize();
            default -> {
                if (lineLength == 0) {
                    state = State.DONE;
                }
            }
        }
        lineLength = 0;
    }

    private void readStatus() throws IOException {
        if (!starts("http/1.") || lineLength < 12) {
            throw new IOException("No HTTP answer: " + text(0));
        }
        status = (int) number(9, 10);
        state = State.HEADER;
    }

    private void readHeader() throws IOException {
        if (lineLength == 0) {
            endHead();
        } else if (starts("content-length:")) {
            left = number(15, 10);
        } else if (starts("retry-after:")) {
            retryAfter = (int) number(12, 10);
        } else if (starts("transfer-encoding:")) {
            chunked = text(18).strip().equalsIgnoreCase("chunked");
        } else if (starts("connection:")) {
            closes = text(11).strip().equalsIgnoreCase("close");
        }
    }

    private void endHead() {
        if (status < 200) {
            begin();
        } else if (status == 204 || status == 304 || (left == 0 && !chunked)) {
            state = State.DONE;
        } else if (chunked) {
            state = State.CHUNK_SIZE;
        } else if (left > 0) {
            state = State.SIZED;
        } else {
            closes = true;
            state = State.UNTIL_CLOSE;
        }
    }

    /** The empty line after a chunk is passed over. */
    private void readChunkSize() throws IOException {
        if (lineLength > 0) {
            left = number(0, 16);
            state = left == 0 ? State.TRAILER : State.CHUNK;
        }
    }

    private boolean starts(String lowerCase) {
        if (lineLength < lowerCase.length()) {
            return false;
        }
        for (int i = 0; i < lowerCase.length(); i++) {
            var octet = line[i];
            if ((octet >= 'A' && octet <= 'Z' ? octet + 32 : octet) != lowerCase.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private long number(int from, int radix) throws IOException {
        var at = from;
        while (at < lineLength && line[at] == ' ') {
            at++;
        }
        var begin = at;
        long number = 0;
        while (at < lineLength && Character.digit(line[at], radix) >= 0 && at - begin < 15) {
            number = number * radix + Character.digit(line[at++], radix);
        }
        if (at == begin) {
            throw new IOException("No number in the answer's head: " + text(0));
        }
        return number;
    }

    @SuppressWarnings("deprecation") // a head is ASCII, and this one makes no decoder
    private String text(int from) {
        return new String(line, 0, from, Math.max(0, lineLength - from));
    }
}
