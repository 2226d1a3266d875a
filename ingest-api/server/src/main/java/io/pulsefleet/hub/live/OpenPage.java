package io.pulsefleet.hub.live;

import io.pulsefleet.hub.access.PageDoor.Visitor;
import io.pulsefleet.hub.socket.Inbox;
import io.pulsefleet.hub.socket.Rate;
import io.pulsefleet.hub.socket.Sockets;
import io.pulsefleet.wire.channel.Closing;
import jakarta.websocket.SendHandler;
import jakarta.websocket.SendResult;
import jakarta.websocket.Session;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** A page that is open in some browser. One message at a time is on its way to it; nobody waits for it to be taken. */
final class OpenPage {

    private static final Logger LOG = System.getLogger(OpenPage.class.getName());

    private static final int BURST = 30;

    /** More than may be asked at once; a page that reads has none that waits. */
    private static final int MOST_ANSWERS = 2 * BURST;

    private static final int PER_SECOND = 2;

    private final Session session;
    private final Sockets sockets;
    private final Visitor visitor;
    private final Inbox inbox;
    private final Rate rate = new Rate(BURST, PER_SECOND, System.nanoTime());
    private final Outbox outbox = new Outbox();
    private final Set<String> sets = ConcurrentHashMap.newKeySet();
    private volatile Set<Topic> looks = Set.of();
    private volatile Instant heardAt = Instant.now();
    private volatile Instant provenAt = Instant.now();
    private boolean sending;

    OpenPage(Session session, Sockets sockets, Visitor visitor, Inbox inbox) {
        this.session = session;
        this.sockets = sockets;
        this.visitor = visitor;
        this.inbox = inbox;
    }

    Visitor visitor() {
        return visitor;
    }

    Inbox inbox() {
        return inbox;
    }

    Set<Topic> looks() {
        return looks;
    }

    boolean mayTalk() {
        heardAt = Instant.now();
        return rate.takes(System.nanoTime());
    }

    boolean isSilent(Instant now, Duration longest) {
        return now.isAfter(heardAt.plus(longest));
    }

    /** Whether it is time to look again whether its session holds; asked so, that time begins anew. */
    boolean isDue(Instant now, Duration every) {
        var isDue = now.isAfter(provenAt.plus(every));
        if (isDue) {
            provenAt = now;
        }
        return isDue;
    }

    void look(Set<Topic> wanted) {
        if (!wanted.equals(looks)) {
            sets.clear();
        }
        looks = Set.copyOf(wanted);
        outbox.only(looks);
    }

    /** Told with the next {@link #send}. */
    void isNew(Topic topic) {
        if (looks.contains(topic)) {
            outbox.isNew(topic);
        }
    }

    void answer(String text) {
        if (!outbox.answer(text, MOST_ANSWERS)) {
            close(Closing.TOO_LATE, "nothing that is sent is read");
            return;
        }
        send();
    }

    /**
     * @param hashes of the sets that the frames name
     * @param whole with these sets, for a page that does not have all of them
     */
    void readings(Set<String> hashes, Supplier<String> whole, Supplier<String> plain) {
        var text = sets.containsAll(hashes) ? plain.get() : whole.get();
        if (outbox.readings(text)) {
            sets.addAll(hashes);
        } else {
            sets.clear(); // they may have gone with what was not taken
        }
        send();
    }

    /** What waits, if nothing is on its way. */
    void send() {
        synchronized (outbox) {
            if (sending) {
                return;
            }
            sending = true;
        }
        sendNext();
    }

    private void sendNext() {
        String next;
        synchronized (outbox) {
            next = outbox.next(LiveMessage::news).orElse(null);
            if (next == null) {
                sending = false;
                return;
            }
        }
        try {
            session.getAsyncRemote().sendText(next, new Then());
        } catch (IllegalStateException | IllegalArgumentException closed) {
            LOG.log(Level.DEBUG, "a page is closed already", closed);
        }
    }

    private final class Then implements SendHandler {
        @Override
        public void onResult(SendResult result) {
            if (result.isOK()) {
                sendNext();
            } else {
                LOG.log(Level.DEBUG, "a page took no message", result.getException());
            }
        }
    }

    void close(Closing why, String sentence) {
        sockets.close(session, why, sentence);
    }

    void ended() {
        sockets.ended(session);
    }
}
