package io.pulsefleet.hub.socket;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.servlet.ServletContext;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.Optional;

/**
 * Open Liberty keeps what has upgraded a connection to a WebSocket for as long as the application runs, though the
 * connection has long ended: 1.5 kB each, seen with 26.0.0.5 and Java 17. It never asks for it again, so it is taken away
 * here. There is no other way to it than through Liberty's own classes; where they are made otherwise, nothing is done.
 */
@ApplicationScoped
class Upgrades {

    private static final Logger LOG = System.getLogger(Upgrades.class.getName());
    private static final String HANDLER = "WsocUpgradeHandler";

    private volatile Optional<Map<?, ?>> kept = Optional.empty();

    void begin(@Observes @Initialized(ApplicationScoped.class) ServletContext context) {
        try {
            var application = insideOf(context);
            kept = Optional.of((Map<?, ?>)
                    application.getClass().getMethod("getCdiContexts").invoke(application));
        } catch (ReflectiveOperationException | RuntimeException another) {
            LOG.log(Level.INFO, "This server is no Open Liberty as we know it: {0}", another.toString());
        }
    }

    /** All that are there: those of open connections are asked for as little. */
    void forget() {
        kept.ifPresent(all ->
                all.keySet().removeIf(one -> one.getClass().getSimpleName().equals(HANDLER)));
    }

    /** What an application is given is a front. */
    private static Object insideOf(ServletContext front) throws ReflectiveOperationException {
        return Inside.of(front, "context").orElse(front);
    }
}
