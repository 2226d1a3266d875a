package io.pulsefleet.hub.access;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One log line a minute for each address that shows wrong keys, with how often it did; a flood cannot fill the log. Each is
 * a deed, too; the audit log has its own way with floods.
 */
@ApplicationScoped
class Refusals {

    private static final Logger LOG = System.getLogger(Refusals.class.getName());
    private static final long BETWEEN_LINES = Duration.ofMinutes(1).toNanos();
    private static final int MOST_ADDRESSES = 1_000;

    /** The oldest are forgotten; they cost at most a line too many. */
    private final Map<String, Seen> seen = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Seen> eldest) {
            return size() > MOST_ADDRESSES;
        }
    };

    private record Seen(long loggedAt, long since) {}

    @Inject
    Event<Deed> deeds;

    void note(Credentials credentials, String address) {
        log(credentials, address);
        deeds.fire(new Deed(
                credentials.name(),
                "nobody",
                address,
                "sign-in",
                "",
                Deed.Outcome.REFUSED,
                credentials.what() + " not known"));
    }

    private synchronized void log(Credentials credentials, String address) {
        var now = System.nanoTime();
        var before = seen.get(address);
        if (before != null && now - before.loggedAt() < BETWEEN_LINES) {
            seen.put(address, new Seen(before.loggedAt(), before.since() + 1));
            return;
        }
        var more = before == null || before.since() == 0 ? "" : ", and " + before.since() + " more since the last line";
        LOG.log(Level.WARNING, "Refused: {0} from {1}{2}", credentials, address, more);
        seen.put(address, new Seen(now, 0));
    }
}
