package io.pulsefleet.agent.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

class BackoffTest {

    @Test
    void growsFromOneSecondToOneMinute() {
        var longest = new ArrayList<Long>();
        var backoff = Backoff.NONE;
        for (int failure = 1; failure <= 8; failure++) {
            backoff = backoff.afterFailure();
            longest.add(backoff.pause(1).toSeconds());
        }

        assertThat(longest).containsExactly(1L, 2L, 4L, 8L, 16L, 32L, 60L, 60L);
    }

    @Test
    void staysAtOneMinuteHoweverLongTheHubIsAway() {
        var backoff = new Backoff(7);
        for (int failure = 8; failure <= 1_000; failure++) {
            backoff = backoff.afterFailure();
            assertThat(backoff.pause(1)).as("after %d failures", failure).isEqualTo(Duration.ofMinutes(1));
        }
    }

    @Test
    void spreadsOverTheWholePause() {
        var backoff = Backoff.NONE.afterFailure().afterFailure();

        assertThat(backoff.pause(0)).isZero();
        assertThat(backoff.pause(0.25)).isEqualTo(Duration.ofMillis(500));
    }
}
