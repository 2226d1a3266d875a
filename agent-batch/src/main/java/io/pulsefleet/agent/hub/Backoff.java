package io.pulsefleet.agent.hub;

import java.time.Duration;

/**
 * How long to wait after so many failures in a row: somewhere between nothing and 1, 2, 4 ... 60 s, so that a thousand
 * agents whose hub was away do not come back at the same moment.
 */
public record Backoff(int failures) {

    public static final Backoff NONE = new Backoff(0);

    static final Duration FIRST = Duration.ofSeconds(1);
    static final Duration LONGEST = Duration.ofSeconds(60);

    public Backoff afterFailure() {
        return new Backoff(Math.min(failures + 1, 30));
    }

    /** @param random from 0 to 1 */
    public Duration pause(double random) {
        return Duration.ofMillis(Math.round(ceiling().toMillis() * random));
    }

    private Duration ceiling() {
        var grown = FIRST.multipliedBy(1L << Math.max(0, failures - 1));
        return grown.compareTo(LONGEST) < 0 ? grown : LONGEST;
    }
}
