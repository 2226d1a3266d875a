package io.pulsefleet.hub.access;

import io.pulsefleet.hub.Recent;
import java.time.Duration;
import java.time.Instant;

/**
 * How often a password may be guessed: after {@link #FREE} wrong ones in a row each further one makes the next wait twice
 * as long. Counted for each user and address, so that nobody can lock another out.
 */
final class Throttle {

    static final int FREE = 5;
    static final Duration LONGEST = Duration.ofMinutes(5);

    private static final int MOST = 10_000;

    private final Recent<String, Wrong> wrong = new Recent<>(MOST);

    private record Wrong(int count, Instant until) {}

    /** How long the next try has to wait; zero: not at all. */
    Duration wait(String user, String address, Instant now) {
        return wrong.find(key(user, address))
                .filter(tries -> tries.until().isAfter(now))
                .map(tries -> Duration.between(now, tries.until()))
                .orElse(Duration.ZERO);
    }

    void wrong(String user, String address, Instant now) {
        var count = wrong.find(key(user, address)).map(Wrong::count).orElse(0) + 1;
        var wait = count < FREE ? Duration.ZERO : Duration.ofSeconds(1L << Math.min(count - FREE, 20));
        wrong.put(key(user, address), new Wrong(count, now.plus(wait.compareTo(LONGEST) > 0 ? LONGEST : wait)));
    }

    void right(String user, String address) {
        wrong.forget(key(user, address));
    }

    private static String key(String user, String address) {
        return address + " " + user;
    }
}
