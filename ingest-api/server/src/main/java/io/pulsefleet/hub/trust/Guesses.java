package io.pulsefleet.hub.trust;

import io.pulsefleet.hub.Recent;
import java.time.Duration;
import java.time.Instant;

/**
 * Wrong join tokens by address: so many are free, then each further one makes the address wait twice as long. A token cannot
 * be guessed anyway; this keeps who tries from costing us anything.
 */
final class Guesses {

    static final int FREE = 10;
    static final Duration LONGEST = Duration.ofMinutes(5);

    private static final int MOST = 10_000;

    private final Recent<String, Wrong> wrong = new Recent<>(MOST);

    private record Wrong(int count, Instant until) {}

    /** How long the next one from there has to wait; zero: not at all. */
    Duration wait(String address, Instant now) {
        return wrong.find(address)
                .filter(tries -> tries.until().isAfter(now))
                .map(tries -> Duration.between(now, tries.until()))
                .orElse(Duration.ZERO);
    }

    void wrong(String address, Instant now) {
        var count = wrong.find(address).map(Wrong::count).orElse(0) + 1;
        var wait = count < FREE ? Duration.ZERO : Duration.ofSeconds(1L << Math.min(count - FREE, 20));
        wrong.put(address, new Wrong(count, now.plus(wait.compareTo(LONGEST) > 0 ? LONGEST : wait)));
    }

    void right(String address) {
        wrong.forget(address);
    }
}
