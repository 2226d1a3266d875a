package io.pulsefleet.hub.socket;

import io.pulsefleet.hub.EverySecond;
import io.pulsefleet.wire.channel.Closing;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
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
import java.time.Instant;

/** Closes WebSockets, and sees to it that the server keeps nothing of those that have ended. */
@ApplicationScoped
public class Sockets {

    private static final Logger LOG = System.getLogger(Sockets.class.getName());

    @Resource
    ManagedScheduledExecutorService executor;

    @Inject
    Upgrades upgrades;

    private final Closings closings = new Closings();
    private final Cables cables = new Cables();
    private final EverySecond looks = new EverySecond("WebSockets that have ended were not looked at", this::look);

    void begin(@Observes @Initialized(ApplicationScoped.class) ServletContext context) {
        looks.begin(executor);
    }

    @PreDestroy
    void stop() {
        looks.stop();
    }

    private void look() {
        var now = Instant.now();
        closings.free(now);
        cables.cut(now);
        upgrades.forget();
    }

    /** Waits until the server has written it, or for some seconds. */
    public void close(Session session, Closing why, String sentence) {
        closings.run(() -> {
            try {
                session.close(new CloseReason(CloseCodes.getCloseCode(why.code()), Closing.reason(sentence)));
            } catch (IOException | IllegalStateException closed) {
                LOG.log(Level.DEBUG, "a WebSocket is closed already", closed);
            }
        });
        ended(session);
    }

    /** Whoever ended it. */
    public void ended(Session session) {
        cables.ended(session, Instant.now());
    }
}
