package io.pulsefleet.agent.channel;

import io.pulsefleet.settings.Settings;
import java.time.Duration;
import java.util.Optional;

/**
 * When a channel is opened again (PU-01): after a pause by chance between nothing and 5, 10, 20, 40, 60 s, so that a
 * thousand agents whose hub was away do not come back at the same moment.
 *
 * @param attempts that failed in a row
 */
record Reconnection(boolean enabled, Duration interval, Duration longest, int maxAttempts, int attempts) {

    static Reconnection of(Settings settings) {
        return new Reconnection(
                settings.get(ChannelConfig.RECONNECT),
                settings.get(ChannelConfig.INTERVAL),
                settings.get(ChannelConfig.BACKOFF_MAX),
                settings.get(ChannelConfig.MAX_ATTEMPTS),
                0);
    }

    Reconnection afterFailure() {
        return new Reconnection(enabled, interval, longest, maxAttempts, Math.min(attempts + 1, 1_000_000));
    }

    Reconnection afterSuccess() {
        return new Reconnection(enabled, interval, longest, maxAttempts, 0);
    }

    /**
     * @param random from 0 to 1
     * @return empty: never again
     */
    Optional<Duration> pause(double random) {
        if (!enabled || (maxAttempts > 0 && attempts >= maxAttempts)) {
            return Optional.empty();
        }
        return Optional.of(Duration.ofMillis(Math.round(ceiling().toMillis() * random)));
    }

    /**
     * Once a heartbeat has come through again: soon, and not at once, for that is when those of all other agents come through,
     * too. A hub that is asked for everything in its first seconds takes longer for all.
     *
     * @param random from 0 to 1
     */
    Duration pauseOnceBack(double random) {
        return Duration.ofMillis(Math.round(3 * interval.toMillis() * random));
    }

    private Duration ceiling() {
        var grown = interval.multipliedBy(1L << Math.min(20, Math.max(0, attempts - 1)));
        return grown.compareTo(longest) < 0 ? grown : longest;
    }
}
