package io.pulsefleet.e2e.fuzz;

import io.pulsefleet.e2e.channel.ClientFrame;
import io.pulsefleet.e2e.channel.ServerFrames;
import io.pulsefleet.e2e.channel.ServerFrames.Said;
import io.pulsefleet.e2e.fuzz.ChannelFuzz.Caller;
import io.pulsefleet.wire.channel.Channel;
import io.pulsefleet.wire.channel.ChannelMessage.Accepted;
import io.pulsefleet.wire.channel.ChannelMessage.Challenge;
import io.pulsefleet.wire.channel.ChannelMessage.Command;
import io.pulsefleet.wire.channel.ChannelMessage.Hello;
import io.pulsefleet.wire.channel.ChannelMessage.Ping;
import io.pulsefleet.wire.channel.ChannelMessage.Pong;
import io.pulsefleet.wire.channel.ChannelMessage.Proof;
import io.pulsefleet.wire.channel.TokenProof;
import io.pulsefleet.wire.channel.UnreadableMessageException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One connection to a hub's channel, from the WebSocket's opening to its end. */
final class Visit implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 20_000;
    private static final int MOST_SHOTS = 24;
    private static final int LONGEST_HEAD = 64 << 10;

    /** 1000 and 1001 answer our own; the rest is as docs/reference/channel.md and RFC 6455 say. */
    private static final Set<Integer> FITTING =
            Set.of(1000, 1001, 1002, 1003, 1005, 1007, 1009, 4400, 4401, 4408, 4409, 4429);

    private static final String READ_FAILED = "Connection closed: Read failed.";
    private static final String OF_SERVER = "CWWKH";

    private final Caller caller;
    private final Garble garble;
    private final Shots shots;
    private final List<String> provenBefore;
    private final Socket socket = new Socket();
    private final ServerFrames frames = new ServerFrames();
    private final List<String> findings = new ArrayList<>();
    private final StringBuilder sent = new StringBuilder();
    private Optional<String> nonce = Optional.empty();
    private Optional<String> proof = Optional.empty();
    private Optional<String> end = Optional.empty();
    private boolean accepted;
    private int given;
    private boolean answered;
    private int messages;

    Visit(InetSocketAddress hub, Caller caller, Garble garble, Shots shots, List<String> provenBefore)
            throws IOException {
        this.caller = caller;
        this.garble = garble;
        this.shots = shots;
        this.provenBefore = provenBefore;
        socket.connect(hub);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(PATIENCE_MILLIS);
    }

    int messages() {
        return messages;
    }

    /** That was right, once. */
    Optional<String> proof() {
        return proof;
    }

    List<String> findings() {
        return findings;
    }

    /** How it ended. */
    String run() throws IOException {
        try {
            messages++;
            var refused = open();
            if (refused.isPresent()) {
                return refused.get();
            }
            await(() -> nonce.isPresent());
            shoot();
        } catch (SocketTimeoutException silent) {
            return "silent";
        } catch (IOException cut) {
            return end.orElse("cut");
        }
        return end.orElse("went");
    }

    /** Empty: it is open. */
    private Optional<String> open() throws IOException {
        var request = Opening.text(garble, caller.header());
        write(request.getBytes(StandardCharsets.ISO_8859_1));
        sent.append(request, 0, Math.min(300, request.length())).append("...\n");
        var head = head();
        var status = head.length() > 12 ? head.substring(9, 12) : head;
        if (status.equals("101")) {
            return Optional.empty();
        }
        if (!status.matches("[1-4]\\d\\d") || Fuzz.tellsOfInsides(head)) {
            find("The opening is answered: " + head);
        }
        return Optional.of("http " + status);
    }

    private String head() throws IOException {
        var head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            var one = socket.getInputStream().read();
            if (one < 0 || head.size() > LONGEST_HEAD) {
                throw new IOException("no head");
            }
            head.write(one);
        }
        return head.toString(StandardCharsets.ISO_8859_1);
    }

    private void shoot() throws IOException {
        if (caller.token().isPresent() && !garble.oneIn(6)) {
            prove();
        } else if (garble.oneIn(4) && !provenBefore.isEmpty()) {
            say(garble.oneOf(provenBefore));
        } else if (garble.oneIn(8)) {
            say(Channel.text(new Proof(
                    Proof.TOKEN,
                    nonce.get(),
                    "1",
                    caller.agent(),
                    null,
                    TokenProof.of(caller.header(), caller.agent(), nonce.get()))));
        }
        for (int i = garble.below(MOST_SHOTS); i >= 0 && end.isEmpty(); i--) {
            var shot = shots.next(nonce.get());
            for (var frame : shot.frames()) {
                send(frame);
            }
            hear(false);
            if (!shot.isWhole()) {
                socket.shutdownOutput();
                await(() -> false);
                return;
            }
        }
        answered = false;
        say(Channel.text(new Ping()));
        await(() -> answered);
    }

    private void prove() throws IOException {
        var over = nonce.get();
        var text = Channel.text(new Proof(
                Proof.TOKEN,
                over,
                "1",
                caller.agent(),
                null,
                TokenProof.of(caller.token().get(), caller.agent(), over)));
        say(text);
        await(() -> accepted);
        proof = Optional.of(text);
        if (!garble.oneIn(5)) {
            say(Channel.text(new Hello("b-1", "hash", List.of())));
        }
    }

    private void say(String text) throws IOException {
        send(ClientFrame.text(text));
    }

    private void send(ClientFrame frame) throws IOException {
        messages++;
        if ((frame.first() & 0x0f) == ClientFrame.CLOSE && frame.payload().length > 1) {
            given = Short.toUnsignedInt(ByteBuffer.wrap(frame.payload()).getShort());
        }
        if (sent.length() < 2_000) {
            sent.append(Integer.toHexString(frame.first()))
                    .append(frame.masked() ? " " : " bare ")
                    .append(frame.told())
                    .append(' ')
                    .append(new String(
                            frame.payload(), 0, Math.min(200, frame.payload().length), StandardCharsets.UTF_8))
                    .append('\n');
        }
        write(frame.bytes());
    }

    private void write(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    @FunctionalInterface
    private interface Condition {
        boolean holds();
    }

    /** Or until it ends. */
    private void await(Condition condition) throws IOException {
        while (!condition.holds() && end.isEmpty()) {
            hear(true);
        }
    }

    /** @param waits for at least one byte */
    private void hear(boolean waits) throws IOException {
        var in = socket.getInputStream();
        if (!waits && in.available() == 0) {
            return;
        }
        var bytes = new byte[16 << 10];
        var count = in.read(bytes);
        if (count < 0) {
            end = Optional.of("cut");
            return;
        }
        var buffer = ByteBuffer.wrap(bytes, 0, count);
        for (var said = frames.next(buffer); said.isPresent() && end.isEmpty(); said = frames.next(buffer)) {
            judge(said.get());
        }
    }

    private void judge(Said said) {
        if (said instanceof Said.Close close) {
            end = Optional.of(Integer.toString(close.code()));
            if (!isFitting(close) || (close.code() != given && tellsOfInsides(close.reason()))) {
                find("It is closed with " + close);
            }
        } else if (said instanceof Said.Text text) {
            judge(text.text());
        }
    }

    /** What we gave comes back; 1011 is the server's own for those that went away in the middle of a frame. */
    private boolean isFitting(Said.Close close) {
        return FITTING.contains(close.code())
                || close.code() == given
                || (close.code() == 1011 && close.reason().startsWith(READ_FAILED));
    }

    /** Of frames that are none the server itself says so, in a sentence that names a class of its own. */
    private static boolean tellsOfInsides(String reason) {
        return !reason.startsWith(OF_SERVER) && Fuzz.tellsOfInsides(reason);
    }

    private void judge(String text) {
        try {
            var message = Channel.read(text);
            if (message instanceof Challenge challenge && nonce.isEmpty()) {
                nonce = Optional.of(challenge.nonce());
            } else if (message instanceof Accepted who
                    && caller.token().isPresent()
                    && who.agent().equals(caller.agent())) {
                accepted = true;
            } else if (!accepted || message instanceof Command) {
                find("A right was gained: " + text);
            }
            answered |= message instanceof Pong;
        } catch (UnreadableMessageException wrong) {
            find("It says what is no message: " + text);
        }
        if (Fuzz.tellsOfInsides(text)) {
            find("It tells of its insides: " + text);
        }
    }

    private void find(String what) {
        findings.add(what + "\n  to " + caller.name() + ": " + sent.toString().replaceAll("[^\\x20-\\x7e\\n]", "?"));
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
