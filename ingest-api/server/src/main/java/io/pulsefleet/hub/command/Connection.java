package io.pulsefleet.hub.command;

import io.pulsefleet.hub.access.Caller;
import io.pulsefleet.hub.socket.Inbox;
import io.pulsefleet.hub.socket.Rate;
import io.pulsefleet.hub.socket.Sockets;
import io.pulsefleet.wire.channel.Channel;
import io.pulsefleet.wire.channel.ChannelMessage;
import io.pulsefleet.wire.channel.ChannelMessage.Hello;
import io.pulsefleet.wire.channel.Closing;
import jakarta.websocket.SendHandler;
import jakarta.websocket.SendResult;
import jakarta.websocket.Session;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.function.BooleanSupplier;

/**
 * One WebSocket, from the challenge on.
 *
 * <pre>
 * STRANGER --proof--> PROVEN --hello--> READY        commands are sent to one that is ready only
 * </pre>
 *
 * <p>Sending never waits: what the network does not take yet is queued, and an agent that takes nothing is cut off.
 */
final class Connection {

    private static final Logger LOG = System.getLogger(Connection.class.getName());

    private static final int MOST_QUEUED = 100;
    private static final int BURST = 300;
    private static final int PER_SECOND = 50;

    private final Session session;
    private final Sockets sockets;
    private final String from;
    private final Handshake handshake;
    private final Inbox inbox;
    private final Rate rate = new Rate(BURST, PER_SECOND, System.nanoTime());
    private final Queue<String> queue = new ArrayDeque<>();
    private boolean sending;
    private volatile Optional<Caller.Agent> agent = Optional.empty();
    private volatile String proof = "";
    private volatile BooleanSupplier stillGood = () -> true;
    private volatile Instant lookedAt = Instant.EPOCH;
    private volatile Optional<Instant> readySince = Optional.empty();
    private volatile Optional<Hello> awaitsRegistry = Optional.empty();
    private volatile Instant heardAt = Instant.now();

    /** @param from the address that it came from; empty where that is not known */
    Connection(Session session, Sockets sockets, String from, Handshake handshake, Inbox inbox) {
        this.session = session;
        this.sockets = sockets;
        this.from = from;
        this.handshake = handshake;
        this.inbox = inbox;
    }

    String from() {
        return from;
    }

    Inbox inbox() {
        return inbox;
    }

    Handshake handshake() {
        return handshake;
    }

    Optional<Caller.Agent> agent() {
        return agent;
    }

    /** How it was proven. */
    String proof() {
        return proof;
    }

    void prove(Proofs.Proven known, String method, Instant now) {
        proof = method;
        stillGood = known.stillGood();
        lookedAt = now;
        agent = Optional.of(known.agent());
    }

    /** Whether it is time to look again at what it was proven with. */
    boolean isDue(Instant now, Duration every) {
        return agent.isPresent() && !now.isBefore(lookedAt.plus(every));
    }

    /** Asks the store. */
    boolean isStillGood(Instant now) {
        lookedAt = now;
        return stillGood.getAsBoolean();
    }

    Optional<Instant> readySince() {
        return readySince;
    }

    void ready(Instant now) {
        readySince = Optional.of(now);
    }

    /** What it greeted with, where its commands are not known yet. */
    void awaitRegistry(Hello hello) {
        awaitsRegistry = Optional.of(hello);
    }

    /** Once, and only where it was asked for: each that is another is kept. */
    boolean awaitsRegistry() {
        return awaitsRegistry.isPresent();
    }

    /** Its registry is awaited no longer. */
    Hello takeGreeting() {
        var greeting = awaitsRegistry.orElseThrow();
        awaitsRegistry = Optional.empty();
        return greeting;
    }

    /** Whether nothing was heard for longer than any agent is silent. */
    boolean isSilent(Instant now) {
        return now.isAfter(heardAt.plus(Channel.LONGEST_SILENCE));
    }

    boolean mayTalk() {
        heardAt = Instant.now();
        return rate.takes(System.nanoTime());
    }

    boolean isOverdue(Instant now) {
        return agent.isEmpty() && now.isAfter(handshake.givenAt().plus(Channel.PROOF_WITHIN));
    }

    /** Later, if need be; an end of the connection is told by its {@code OnClose}. */
    void send(ChannelMessage message) {
        synchronized (queue) {
            queue.add(Channel.text(message));
            if (sending) {
                if (queue.size() > MOST_QUEUED) {
                    close(Closing.TOO_LATE, "nothing that is sent is read");
                }
                return;
            }
            sending = true;
        }
        sendNext();
    }

    private void sendNext() {
        String next;
        synchronized (queue) {
            next = queue.poll();
            if (next == null) {
                sending = false;
                return;
            }
        }
        try {
            session.getAsyncRemote().sendText(next, new Then());
        } catch (IllegalStateException | IllegalArgumentException closed) {
            LOG.log(Level.DEBUG, "a channel is closed already", closed);
        }
    }

    private final class Then implements SendHandler {
        @Override
        public void onResult(SendResult result) {
            if (result.isOK()) {
                sendNext();
            } else {
                LOG.log(Level.DEBUG, "a channel took no message", result.getException());
            }
        }
    }

    /** Waits until the server has written it, or for some seconds. */
    void close(Closing why, String sentence) {
        sockets.close(session, why, sentence);
    }

    /** Nothing comes over it any more. */
    void ended() {
        sockets.ended(session);
    }
}
