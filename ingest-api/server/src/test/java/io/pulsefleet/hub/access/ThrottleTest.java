package io.pulsefleet.hub.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ThrottleTest {

    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    private final Throttle throttle = new Throttle();

    @Test
    void aFewMistakesAreFree() {
        fail(Throttle.FREE - 1);

        assertThat(throttle.wait("ann", "192.0.2.1", NOW)).isZero();
    }

    @Test
    void afterThatEachWaitIsTwiceAsLong() {
        fail(Throttle.FREE);
        assertThat(throttle.wait("ann", "192.0.2.1", NOW)).hasSeconds(1);

        fail(2);
        assertThat(throttle.wait("ann", "192.0.2.1", NOW)).hasSeconds(4);

        fail(1_000);
        assertThat(throttle.wait("ann", "192.0.2.1", NOW)).isEqualTo(Throttle.LONGEST);
        assertThat(throttle.wait("ann", "192.0.2.1", NOW.plus(Throttle.LONGEST)))
                .isZero();
    }

    @Test
    void nobodyLocksAnotherOut() {
        fail(1_000);

        assertThat(throttle.wait("ann", "192.0.2.2", NOW)).isZero();
        assertThat(throttle.wait("bob", "192.0.2.1", NOW)).isZero();
    }

    @Test
    void theRightPasswordForgivesAll() {
        fail(1_000);
        throttle.right("ann", "192.0.2.1");

        assertThat(throttle.wait("ann", "192.0.2.1", NOW)).isEqualTo(Duration.ZERO);
    }

    private void fail(int times) {
        for (var i = 0; i < times; i++) {
            throttle.wrong("ann", "192.0.2.1", NOW);
        }
    }
}
