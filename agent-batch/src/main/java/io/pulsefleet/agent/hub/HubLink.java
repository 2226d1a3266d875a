package io.pulsefleet.agent.hub;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import io.pulsefleet.settings.Settings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Whether the hub can be reached, over both roads that lead there. One line in the log when that changes.
 *
 * <pre>
 * UNKNOWN, AWAY, REFUSED --all roads used are open--> REACHABLE     REACHABLE --a road is closed--> AWAY, REFUSED
 * </pre>
 */
@ApplicationScoped
public class HubLink {

    private static final System.Logger LOG = System.getLogger(HubLink.class.getName());

    /** The worst last. */
    public enum State {
        UNKNOWN,
        REACHABLE,
        REFUSED,
        AWAY
    }

    public enum Road {
        FLEET,
        DELIVERY
    }

    /** @param detail why; empty where all is well */
    public record Now(State state, Instant since, String detail) {}

    private final Map<Road, State> roads = new EnumMap<>(Road.class);
    private final List<Runnable> bells = new CopyOnWriteArrayList<>();
    private Now now = new Now(State.UNKNOWN, Instant.now(), "");

    @Inject
    Settings settings;

    public URI url() {
        return settings.get(HubConfig.URL);
    }

    /** Rung when a heartbeat came through again, so that nobody waits longer than need be. */
    public void onBack(Runnable bell) {
        bells.add(bell);
    }

    public synchronized Now now() {
        return now;
    }

    public void reachable(Road road) {
        var before = turn(road, State.REACHABLE, "");
        if (road == Road.FLEET && before == State.AWAY) {
            bells.forEach(Runnable::run);
        }
    }

    /** @param detail why we think so */
    public void away(Road road, String detail) {
        turn(road, State.AWAY, detail);
    }

    /** @param detail what the hub said, and what to do */
    public void refused(Road road, String detail) {
        turn(road, State.REFUSED, detail);
    }

    /** Nobody goes there now, so nothing is known of it. */
    public synchronized void unused(Road road) {
        roads.remove(road);
        settle("");
    }

    /** @return what that road was before */
    private synchronized State turn(Road road, State state, String detail) {
        var before = roads.put(road, state);
        settle(detail);
        return before;
    }

    private void settle(String detail) {
        var worst = roads.values().stream().max(Comparator.naturalOrder()).orElse(State.UNKNOWN);
        if (worst == now.state()) {
            return;
        }
        now = new Now(worst, Instant.now(), detail);
        switch (worst) {
            case REACHABLE -> LOG.log(INFO, "hub: " + url() + " can be reached");
            case AWAY -> LOG.log(WARNING, "hub: " + url() + " is away (" + detail + "); readings wait in the spool");
            case REFUSED -> LOG.log(WARNING, "hub: " + url() + " refuses this agent: " + detail);
            case UNKNOWN -> LOG.log(DEBUG, "hub: nobody asks for " + url());
        }
    }
}
