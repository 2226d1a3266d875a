package io.pulsefleet.e2e.connected;

import io.pulsefleet.agent.channel.MeasureReconnection;
import io.pulsefleet.agent.trust.MeasureHost;
import io.pulsefleet.e2e.channel.ClientFrame;
import io.pulsefleet.e2e.channel.ServerFrames;
import io.pulsefleet.e2e.channel.ServerFrames.Said;
import io.pulsefleet.e2e.load.Loop;
import io.pulsefleet.e2e.load.Reply;
import io.pulsefleet.e2e.load.ReplyParser;
import io.pulsefleet.e2e.load.TlsConnection;
import io.pulsefleet.wire.Enrolled;
import io.pulsefleet.wire.Heartbeat;
import io.pulsefleet.wire.Json;
import io.pulsefleet.wire.RawJson;
import io.pulsefleet.wire.channel.Channel;
import io.pulsefleet.wire.channel.ChannelMessage;
import io.pulsefleet.wire.channel.ChannelMessage.Accepted;
import io.pulsefleet.wire.channel.ChannelMessage.Challenge;
import io.pulsefleet.wire.channel.ChannelMessage.Command;
import io.pulsefleet.wire.channel.ChannelMessage.Hello;
import io.pulsefleet.wire.channel.ChannelMessage.Ping;
import io.pulsefleet.wire.channel.ChannelMessage.Proof;
import io.pulsefleet.wire.channel.ChannelMessage.Registry;
import io.pulsefleet.wire.channel.ChannelMessage.Response;
import io.pulsefleet.wire.channel.ChannelMessage.Welcome;
import io.pulsefleet.wire.channel.CommandInfo;
import io.pulsefleet.wire.channel.UnreadableMessageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.SplittableRandom;
import javax.net.ssl.SSLContext;

/** One agent: its channel, and its heartbeats beside that. On its loop's thread only. */
final class ConnectedAgent {

    static final String COMMAND = "bench.look";

    private static final Registry KNOWS =
            Registry.of(List.of(CommandInfo.looking(COMMAND, "Is answered at once.", "operator")));

    private static final String VERSION = "0.1.0";
    private static final Duration BEAT_EVERY = Duration.ofSeconds(15);

    /** One that was up for so long was a success. */
    private static final Duration WELL_AFTER = Duration.ofSeconds(10);

    /** As the agent's time-outs for connecting and for an answer. */
    private static final Duration PATIENCE = Duration.ofSeconds(25);

    private final Loop loop;
    private final MeasureHost host;
    private final Enrolled papers;
    private final SSLContext tls;
    private final Tally tally;
    private final SplittableRandom random;
    private final MeasureReconnection reconnection = new MeasureReconnection();
    private Talk talk;
    private Beats beats;
    private boolean waits;
    private boolean hasRung;
    private boolean hubWasAway;

    ConnectedAgent(Loop loop, MeasureHost host, Enrolled papers, Tally tally, SplittableRandom random) {
        this.loop = loop;
        this.host = host;
        this.papers = papers;
        this.tls = host.tls();
        this.tally = tally;
        this.random = random;
    }

    /** Its channel and its heartbeats, each at a moment of its own within that time. */
    void start(Duration within) {
        loop.at(soon(within, random.nextDouble()), this::beat);
        loop.at(soon(within, random.nextDouble()), this::open);
    }

    private static long soon(Duration most, double share) {
        return System.nanoTime() + Math.round(most.toNanos() * share);
    }

    private void open() {
        waits = false;
        talk = new Talk();
        talk.begin();
    }

    /** As the agent does it when a heartbeat comes through again. */
    private void ring() {
        hasRung = true;
        if (waits) {
            openOnceBack();
        }
    }

    /** The bell may have rung while it tried: then that was in vain, and the next time comes as soon. */
    private void lost(boolean wasUp) {
        waits = true;
        var pause = reconnection.pause(wasUp, random.nextDouble());
        if (hasRung) {
            openOnceBack();
        } else {
            openAfter(pause);
        }
    }

    private void openOnceBack() {
        hasRung = false;
        openAfter(reconnection.pauseOnceBack(random.nextDouble()));
    }

    private void openAfter(Duration pause) {
        var ended = talk;
        loop.at(System.nanoTime() + pause.toNanos(), () -> {
            if (waits && talk == ended) {
                open();
            }
        });
    }

    private void beat() {
        if (beats == null) {
            beats = new Beats();
            beats.begin();
        } else {
            beats.send();
        }
    }

    /** As the agent does it: so long after the one before was answered, or was not. */
    private void beatLater() {
        loop.at(System.nanoTime() + BEAT_EVERY.toNanos(), this::beat);
    }

    private byte[] heartbeat() {
        var spool = new Heartbeat.Waiting(0, 0, null, true, 0, 0, 0);
        var body = Json.bytes(new Heartbeat(Instant.now(), "connected-1", VERSION, spool, null, List.of(), List.of()));
        var head = "POST /api/v1/agents/" + papers.agent() + "/heartbeat HTTP/1.1\r\nHost: localhost\r\n"
                + "Content-Type: application/json\r\nContent-Length: " + body.length + "\r\n\r\n";
        return ByteBuffer.allocate(head.length() + body.length)
                .put(head.getBytes(StandardCharsets.US_ASCII))
                .put(body)
                .array();
    }

    /** One channel, from its opening to its end. */
    private final class Talk implements TlsConnection.Listener {

        private final TlsConnection connection = new TlsConnection(loop, tls, this);
        private final long begunAt = System.nanoTime();
        private final ServerFrames frames = new ServerFrames();
        private final StringBuilder head = new StringBuilder();
        private boolean isWebSocket;
        private boolean isReady;
        private boolean isOver;

        void begin() {
            loop.at(begunAt + PATIENCE.toNanos(), () -> {
                if (!isReady) {
                    end("it took longer than " + PATIENCE.toSeconds() + " s");
                }
            });
            connection.connect();
        }

        @Override
        public void opened() {
            connection.send(("GET " + Channel.PATH + " HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n"
                            + "Connection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                            + "Sec-WebSocket-Version: 13\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
        }

        @Override
        public void received(ByteBuffer bytes) {
            while (!isWebSocket && bytes.hasRemaining()) {
                head.append((char) bytes.get());
                if (head.length() > 3 && head.indexOf("\r\n\r\n", head.length() - 4) >= 0) {
                    isWebSocket = true;
                }
            }
            if (isWebSocket && !head.toString().startsWith("HTTP/1.1 101")) {
                end("answered " + head.substring(9, 12));
                return;
            }
            try {
                for (var said = frames.next(bytes); !isOver && said.isPresent(); said = frames.next(bytes)) {
                    hear(said.get());
                }
            } catch (IOException | UnreadableMessageException hubsMistake) {
                end(hubsMistake.toString());
            }
        }

        private void hear(Said said) throws UnreadableMessageException {
            if (said instanceof Said.Text text) {
                hear(Channel.read(text.text()));
            } else if (said instanceof Said.Ping) {
                connection.send(ClientFrame.of(ClientFrame.LAST | ClientFrame.PONG, new byte[0])
                        .bytes());
            } else if (said instanceof Said.Close close) {
                end("closed with " + close.code() + " " + close.reason());
            }
        }

        private void hear(ChannelMessage message) {
            if (message instanceof Challenge challenge) {
                say(proof(challenge.nonce()));
            } else if (message instanceof Accepted) {
                say(new Hello("connected-1", KNOWS.hash(), List.of()));
            } else if (message instanceof Welcome welcome) {
                if (welcome.sendRegistry()) {
                    say(KNOWS);
                }
                isReady = true;
                tally.isReady();
                pingLater();
            } else if (message instanceof Command command) {
                tally.hasAnswered();
                say(Response.of(command.id(), new RawJson("{\"well\":true}")));
            }
        }

        private Proof proof(String nonce) {
            var signature = host.sign(nonce.getBytes(StandardCharsets.UTF_8));
            return new Proof(
                    Proof.MTLS,
                    nonce,
                    VERSION,
                    papers.agent(),
                    papers.certificate(),
                    Base64.getEncoder().encodeToString(signature));
        }

        private void pingLater() {
            loop.at(System.nanoTime() + Channel.PING_EVERY.toNanos(), () -> {
                if (!isOver) {
                    say(new Ping());
                    pingLater();
                }
            });
        }

        private void say(ChannelMessage message) {
            connection.send(ClientFrame.text(Channel.text(message)).bytes());
        }

        @Override
        public void ended(IOException why) {
            end(why.getClass().getSimpleName() + ": " + why.getMessage());
        }

        private void end(String why) {
            if (isOver) {
                return;
            }
            isOver = true;
            connection.cut();
            if (isReady) {
                tally.isNotReady();
            }
            tally.failed(begunAt, "channel: " + why);
            lost(isReady && System.nanoTime() - begunAt > WELL_AFTER.toNanos());
        }
    }

    /** The connection of the heartbeats: kept, and made again where it was lost. */
    private final class Beats implements TlsConnection.Listener {

        private final TlsConnection connection = new TlsConnection(loop, tls, this);
        private final ReplyParser parser = new ReplyParser();
        private long begunAt;
        private boolean isWaiting;

        void begin() {
            begins();
            connection.connect();
        }

        void send() {
            begins();
            connection.send(heartbeat());
        }

        private void begins() {
            var now = System.nanoTime();
            begunAt = now;
            isWaiting = true;
            loop.at(now + PATIENCE.toNanos(), () -> {
                if (isWaiting && begunAt == now) {
                    lose("it took longer than " + PATIENCE.toSeconds() + " s");
                }
            });
        }

        @Override
        public void opened() {
            connection.send(heartbeat());
        }

        @Override
        public void received(ByteBuffer bytes) {
            try {
                if (parser.feed(bytes)) {
                    answered(parser.take());
                }
            } catch (IOException noHttp) {
                lose(noHttp.toString());
            }
        }

        private void answered(Reply reply) {
            isWaiting = false;
            if (reply.status() != 200) {
                lose("answered " + reply.status() + " " + reply.text());
                return;
            }
            tally.hasBeaten();
            beatLater();
            if (reply.closes()) {
                connection.cut();
                beats = null;
            }
            if (hubWasAway) {
                hubWasAway = false;
                ring();
            }
        }

        @Override
        public void ended(IOException why) {
            if (isWaiting) {
                lose(why.getClass().getSimpleName() + ": " + why.getMessage());
            } else if (beats == this) {
                beats = null; // the server has had enough of an idle connection
            }
        }

        private void lose(String why) {
            isWaiting = false;
            connection.cut();
            if (beats == this) {
                beats = null;
            }
            beatLater();
            hubWasAway = true;
            tally.failed(begunAt, "heartbeat: " + why);
        }
    }
}
