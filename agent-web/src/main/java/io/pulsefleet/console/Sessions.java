package io.pulsefleet.console;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** Who is signed in, in memory: a new start of the agent ends all sessions. */
@ApplicationScoped
class Sessions {

    /** From its last use on. */
    static final Duration LIFE = Duration.ofHours(12);

    static final int MOST = 100;

    /** What ended longest ago or was used longest ago goes first. */
    private final Map<String, Instant> untilByToken = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Instant> eldest) {
            return size() > MOST;
        }
    };

    /** Returns what the cookie is to hold. */
    synchronized String begin(Instant now) {
        var token = Secret.make(32);
        untilByToken.put(token, now.plus(LIFE));
        return token;
    }

    /** Whether it holds now; using it makes it hold longer. */
    synchronized boolean holds(String token, Instant now) {
        var until = untilByToken.get(token);
        if (until == null || !until.isAfter(now)) {
            untilByToken.remove(token);
            return false;
        }
        untilByToken.put(token, now.plus(LIFE));
        return true;
    }

    synchronized void end(String token) {
        untilByToken.remove(token);
    }
}
