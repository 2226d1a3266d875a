package io.pulsefleet.hub.command;

import io.pulsefleet.hub.DatabaseIsReady;
import io.pulsefleet.hub.EverySecond;
import io.pulsefleet.hub.News;
import io.pulsefleet.hub.News.About;
import io.pulsefleet.hub.access.AgentRevoked;
import io.pulsefleet.hub.access.Caller;
import io.pulsefleet.hub.access.Deed;
import io.pulsefleet.hub.socket.Inbox;
import io.pulsefleet.hub.socket.Sockets;
import io.pulsefleet.store.StoreException;
import io.pulsefleet.store.command.Channels;
import io.pulsefleet.wire.channel.Channel;
import io.pulsefleet.wire.channel.ChannelMessage;
import io.pulsefleet.wire.channel.ChannelMessage.Accepted;
import io.pulsefleet.wire.channel.ChannelMessage.Ack;
import io.pulsefleet.wire.channel.ChannelMessage.Challenge;
import io.pulsefleet.wire.channel.ChannelMessage.Hello;
import io.pulsefleet.wire.channel.ChannelMessage.Ping;
import io.pulsefleet.wire.channel.ChannelMessage.Pong;
import io.pulsefleet.wire.channel.ChannelMessage.Progress;
import io.pulsefleet.wire.channel.ChannelMessage.Proof;
import io.pulsefleet.wire.channel.ChannelMessage.Registry;
import io.pulsefleet.wire.channel.ChannelMessage.Response;
import io.pulsefleet.wire.channel.ChannelMessage.Watch;
import io.pulsefleet.wire.channel.ChannelMessage.Welcome;
import io.pulsefleet.wire.channel.Closing;
import io.pulsefleet.wire.channel.UnreadableMessageException;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Inject;
import jakarta.websocket.Session;
import jakarta.ws.rs.WebApplicationException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/** What is said over the channels of this hub, and what follows from it. */
@ApplicationScoped
public class Talks {

    /** So that rights that are taken away at another hub are gone here within a minute (PU-02). */
    private static final Duration PROOF_LOOKED_AT_EVERY = Duration.ofSeconds(20);

    private static final Logger LOG = System.getLogger(Talks.class.getName());

    /** Characters that wait of one connection. */
    private static final long MOST_HELD = 4L * Channel.LONGEST;

    private static final Duration BEAT_EVERY = Duration.ofSeconds(5);

    @Resource
    ManagedScheduledExecutorService executor;

    @Inject
    Proofs proofs;

    @Inject
    Channels channels;

    @Inject
    KnownCommands known;

    @Inject
    Delivery delivery;

    @Inject
    Event<Deed> deeds;

    @Inject
    Sockets sockets;

    @Inject
    Event<News> news;

    /** Of this start. */
    private final String hub = UUID.randomUUID().toString();

    private final Switchboard board = new Switchboard();
    private final EverySecond looks = new EverySecond("The channels were not looked at", this::look);

    private Instant beatenAt = Instant.EPOCH;

    void begin(@Observes DatabaseIsReady event) {
        delivery.over(board);
        looks.begin(executor);
    }

    @PreDestroy
    void stop() {
        looks.stop();
        board.all().forEach(connection -> connection.close(Closing.GOING_AWAY, "the hub ends"));
        try {
            channels.leave(hub, now());
        } catch (StoreException away) { // it is found out by its silence
            LOG.log(Level.DEBUG, "channels: the end of this hub is not noted", away);
        }
    }

    Connection opened(Session session, String from) {
        var connection = new Connection(session, sockets, from, Proofs.challenge(), new Inbox(executor, MOST_HELD));
        if (board.size() >= CommandConfig.mostChannels()) {
            connection.close(Closing.NOT_NOW, "this hub holds as many channels as it may");
            return connection;
        }
        board.add(connection);
        connection.send(new Challenge(connection.handshake().nonce(), Channel.VERSION));
        return connection;
    }

    void closed(Connection connection) {
        connection.ended();
        connection.inbox().put(0, () -> left(connection));
    }

    private void left(Connection connection) {
        var wasCurrent = connection
                .agent()
                .filter(agent -> board.isCurrent(agent.id(), connection))
                .isPresent();
        board.remove(connection);
        if (wasCurrent && connection.readySince().isPresent()) {
            try {
                channels.closed(
                        connection.agent().orElseThrow().id(),
                        hub,
                        connection.readySince().get(),
                        now());
            } catch (StoreException away) { // the hub's own beats end as well
                LOG.log(Level.DEBUG, "channels: the end of a channel is not noted", away);
            }
            connection.agent().ifPresent(agent -> tellOf(agent.id()));
        }
    }

    /** It is connected, or no more. */
    private void tellOf(UUID agent) {
        news.fire(News.of(About.FLEET));
        news.fire(new News(About.HOST, agent));
    }

    /** Whatever it is: it is answered, or the connection is closed with the reason. */
    void heard(Connection connection, String text) {
        if (!connection.mayTalk()) {
            connection.close(Closing.TOO_MANY, "too many messages a second");
            return;
        }
        if (connection.agent().isEmpty() && text.length() > Channel.LONGEST_OF_STRANGERS) {
            connection.close(Closing.TOO_BIG, "a message before the proof is at most 32 KB");
            return;
        }
        if (!connection.inbox().put(text.length(), () -> take(connection, text))) {
            connection.close(Closing.TOO_MANY, "too much at once");
        }
    }

    private void take(Connection connection, String text) {
        try {
            var message = Channel.read(text);
            if (connection.agent().isEmpty()) {
                prove(connection, message);
            } else {
                hear(connection, connection.agent().get(), message);
            }
        } catch (UnreadableMessageException wrong) {
            connection.close(Closing.UNREADABLE, wrong.getMessage());
        } catch (StoreException | WebApplicationException away) {
            LOG.log(Level.DEBUG, "channels: the database is away, or the hub starts", away);
            connection.close(Closing.NOT_NOW, "the hub cannot look now, try again");
        } catch (RuntimeException ourBug) {
            LOG.log(Level.WARNING, "channels: a message could not be taken, which is our mistake", ourBug);
            connection.close(Closing.NOT_NOW, "the hub made a mistake, which its log tells");
        }
    }

    private void prove(Connection connection, ChannelMessage message) {
        if (!(message instanceof Proof proof)) {
            connection.close(Closing.UNREADABLE, "first comes auth_proof");
            return;
        }
        var verdict = proofs.judge(connection.handshake(), proof);
        verdict.refusal().ifPresent(refusal -> {
            deeds.fire(new Deed(
                    proof.agent() == null ? "" : proof.agent().toString(),
                    "nobody",
                    connection.from(),
                    "channel.open",
                    proof.agent() == null ? "" : "agent/" + proof.agent(),
                    Deed.Outcome.REFUSED,
                    refusal.sentence()));
            connection.close(Closing.NOT_PROVEN, refusal.sentence());
        });
        verdict.proven().ifPresent(proven -> accept(connection, proven, proof.method()));
    }

    private void accept(Connection connection, Proofs.Proven proven, String method) {
        var agent = proven.agent();
        connection.prove(proven, method, now());
        board.prove(agent.id(), connection)
                .ifPresent(before -> before.close(Closing.REPLACED, "this agent has connected again"));
        connection.send(new Accepted(agent.id(), now()));
    }

    private void hear(Connection connection, Caller.Agent agent, ChannelMessage message)
            throws UnreadableMessageException {
        if (!board.isCurrent(agent.id(), connection)) {
            return; // it was replaced, and is being closed
        }
        if (connection.readySince().isEmpty()) {
            if (!(message instanceof Hello hello)) {
                connection.close(Closing.UNREADABLE, "after auth_proof comes hello");
                return;
            }
            greet(connection, agent, hello);
            return;
        }
        if (message instanceof Ping) {
            connection.send(new Pong());
        } else if (message instanceof Registry registry && connection.awaitsRegistry()) {
            open(connection, agent, connection.takeGreeting().boot(), known.keep(registry));
        } else if (message instanceof Progress progress) {
            delivery.progress(agent.id(), progress);
        } else if (message instanceof Response response) {
            delivery.ended(agent.id(), response);
            if (response.id() != null) {
                connection.send(new Ack(response.id()));
            }
            delivery.deliver(agent.id());
        } else {
            connection.close(Closing.UNREADABLE, "an agent says nothing like that now");
        }
    }

    /** It counts as connected once it can be asked: with its commands known. */
    private void greet(Connection connection, Caller.Agent agent, Hello hello) {
        var isNew = !known.knows(hello.registry());
        delivery.has(agent.id(), hello.has());
        connection.ready(now());
        if (isNew) {
            connection.awaitRegistry(hello);
        } else {
            open(connection, agent, hello.boot(), hello.registry());
        }
        connection.send(new Welcome(isNew));
        delivery.deliver(agent.id());
    }

    private void open(Connection connection, Caller.Agent agent, String boot, String registry) {
        channels.opened(
                agent.id(),
                hub,
                boot,
                registry,
                connection.proof(),
                connection.readySince().orElseThrow());
        tellOf(agent.id());
    }

    /** Somebody looks at this agent for so long; where its channel is held by another hub, or none is open, nothing follows. */
    public void watch(UUID agent, Duration lasts) {
        board.of(agent).ifPresent(connection -> connection.send(new Watch((int) lasts.toSeconds())));
    }

    private void look() {
        var now = now();
        board.overdue(now).forEach(connection -> connection.close(Closing.TOO_LATE, "no auth_proof came within 30 s"));
        board.silent(now).forEach(this::giveUp);
        board.due(now, PROOF_LOOKED_AT_EVERY).stream()
                .filter(connection -> !connection.isStillGood(now))
                .forEach(Talks::disown);
        if (beatenAt.plus(BEAT_EVERY).isBefore(now)) {
            channels.beat(hub, now);
            beatenAt = now;
        }
    }

    /** The server does so as well, but not where a close frame bore a code that is none: of those it reads no more. */
    private void giveUp(Connection connection) {
        connection.close(Closing.TOO_LATE, "nothing was heard for a minute");
        closed(connection);
    }

    /** At this hub at once; at others, when they look again at what it was proven with. */
    void revoked(@Observes(during = TransactionPhase.AFTER_SUCCESS) AgentRevoked event) {
        board.proven(event.agent()).ifPresent(Talks::disown);
    }

    private static void disown(Connection connection) {
        connection.close(Closing.NOT_PROVEN, "the rights of this agent were taken away");
    }

    /** To the microsecond, as it is stored. */
    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MICROS);
    }
}
