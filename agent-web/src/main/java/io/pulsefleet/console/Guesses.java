package io.pulsefleet.console;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** After {@link #FREE} wrong passwords in a row an address waits, each time twice as long, and its guesses are not looked at. */
@ApplicationScoped
class Guesses {

    static final int FREE = 5;
    static final Duration LONGEST = Duration.ofMinutes(5);

    private static final int MOST = 1_000;

    private final Map<String, Wrong> byAddress = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Wrong> eldest) {
            return size() > MOST;
        }
    };

    private record Wrong(int count, Instant until) {}

    /** How long the next one has to wait; zero: not at all. */
    synchronized Duration wait(String address, Instant now) {
        var wrong = byAddress.get(address);
        return wrong == null || !wrong.until().isAfter(now) ? Duration.ZERO : Duration.between(now, wrong.until());
    }

    synchronized void wrong(String address, Instant now) {
        var count = byAddress.containsKey(address) ? byAddress.get(address).count() + 1 : 1;
        var wait = count < FREE ? Duration.ZERO : Duration.ofSeconds(1L << Math.min(count - FREE, 20));
        byAddress.put(address, new Wrong(count, now.plus(wait.compareTo(LONGEST) > 0 ? LONGEST : wait)));
    }

    synchronized void right(String address) {
        byAddress.remove(address);
    }
}
