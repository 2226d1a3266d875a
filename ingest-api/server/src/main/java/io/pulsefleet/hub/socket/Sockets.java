package io.pulsefleet.hub.socket;

import io.pulsefleet.wire.channel.Closing;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.servlet.ServletContext;
import jakarta.websocket.CloseReason;
import jakarta.websocket.CloseReason.CloseCodes;
import jakarta.websocket.Session;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;

/**
 * Closes WebSockets, and sees to it that the server keeps nothing of those that have ended. It looks on a thread of its own:
 * what was scheduled at the server's executor was seen to be run no more, while threads that it would have freed held that up.
 */
@ApplicationScoped
public class Sockets {

    private static final Logger LOG = System.getLogger(Sockets.class.getName());

    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

    @Resource
    ManagedThreadFactory threads;

    @Inject
    Upgrades upgrades;

    private final Closings closings = new Closings();
    private final Cables cables = new Cables();
    private volatile boolean isOver;
    private Thread looking;

    void begin(@Observes @Initialized(ApplicationScoped.class) ServletContext context) {
        looking = threads.newThread(this::keepLooking);
        looking.start();
    }

    @PreDestroy
    void stop() {
        isOver = true;
        looking.interrupt();
    }

    private void keepLooking() {
        while (!isOver) {
            try {
                look();
                Thread.sleep(BETWEEN_LOOKS.toMillis());
            } catch (InterruptedException isToEnd) {
                LOG.log(Level.DEBUG, "WebSockets that have ended are looked at no more");
            } catch (RuntimeException nextTime) {
                LOG.log(Level.WARNING, "WebSockets that have ended were not looked at", nextTime);
            }
        }
    }

    private void look() {
        var now = Instant.now();
        closings.free(now);
        cables.cut(now);
        upgrades.forget();
    }

    /** Waits until the server has written it, or for some seconds; where it cannot be written, until the connection is cut. */
    public void close(Session session, Closing why, String sentence) {
        ended(session); // not after that: it may be what ends the wait
        closings.run(
                () -> {
                    try {
                        session.close(new CloseReason(CloseCodes.getCloseCode(why.code()), Closing.reason(sentence)));
                    } catch (IOException | IllegalStateException closed) {
                        LOG.log(Level.DEBUG, "a WebSocket is closed already", closed);
                    }
                },
                failing(session));
    }

    /** Where the server is one whose writers we know. */
    private static Runnable failing(Session session) {
        try {
            return Writer.of(session)::fail;
        } catch (ReflectiveOperationException | RuntimeException another) {
            LOG.log(Level.DEBUG, "This server is no Open Liberty as we know it", another); // Cables says so
            return () -> {};
        }
    }

    /** Whoever ended it. */
    public void ended(Session session) {
        cables.ended(session, Instant.now());
    }
}
