package io.pulsefleet.agent.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ClockOffsetTest {

    private static final Instant ASKED_AT = Instant.parse("2026-11-21T10:15:00Z");

    @Test
    void theHubLooksAtItsClockHalfwayThrough() {
        var hubTime = ASKED_AT.plusSeconds(2);

        assertThat(ClockOffset.measured(ASKED_AT, Duration.ofSeconds(4), hubTime))
                .isZero();
        assertThat(ClockOffset.measured(ASKED_AT, Duration.ZERO, hubTime)).isEqualTo(Duration.ofSeconds(-2));
    }

    @Test
    void fiveSecondsAreTolerable() {
        assertThat(ClockOffset.isTolerable(Duration.ofSeconds(-5))).isTrue();
        assertThat(ClockOffset.isTolerable(Duration.ofMillis(5_001))).isFalse();
    }

    @Test
    void isSaidInWords() {
        assertThat(ClockOffset.inWords(Duration.ofMillis(7_240))).isEqualTo("7.2 s ahead of the hub's");
        assertThat(ClockOffset.inWords(Duration.ofSeconds(-90))).isEqualTo("90.0 s behind the hub's");
    }
}
