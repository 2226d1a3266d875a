package io.pulsefleet.agent.collect.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class CadenceTest {

    private static final Instant TEN = Instant.parse("2026-11-21T10:00:00Z");
    private static final Duration QUICK = Duration.ofMillis(3);

    private final Cadence fiveMinutes = Cadence.of(Duration.ofMinutes(5));

    @Test
    void isDueAtFirstAndThenAtWholeMultiples() {
        assertThat(fiveMinutes.isDue(TEN.plusSeconds(61))).isTrue();

        var asked = fiveMinutes.after(TEN.plusSeconds(61), QUICK);

        assertThat(asked.isDue(TEN.plusSeconds(120))).isFalse();
        assertThat(asked.isDue(TEN.plusSeconds(299))).isFalse();
        assertThat(asked.isDue(TEN.plusSeconds(300))).isTrue();
    }

    @Test
    void aVisitBesideTheScheduleDoesNotMoveIt() {
        var asked = Cadence.of(Duration.ofMinutes(1)).after(TEN, QUICK);

        assertThat(asked.isDue(TEN.plusSeconds(37))).isFalse();
        assertThat(asked.isDue(TEN.plusSeconds(60))).isTrue();
    }

    @Test
    void whatIsSlowIsAskedLessOftenUntilItIsQuickAgain() { // PG-07
        var slow = fiveMinutes.after(TEN, Duration.ofSeconds(2));
        assertThat(slow.isDue(TEN.plusSeconds(300))).isFalse();
        assertThat(slow.isDue(TEN.plusSeconds(600))).isTrue();

        var slower = slow.after(TEN.plusSeconds(600), Duration.ofSeconds(2));
        assertThat(slower.stretch()).isEqualTo(4);

        assertThat(slower.after(TEN.plusSeconds(1200), QUICK)
                        .after(TEN.plusSeconds(1800), QUICK)
                        .after(TEN.plusSeconds(2100), QUICK))
                .isEqualTo(fiveMinutes.after(TEN.plusSeconds(2100), QUICK));
    }

    @Test
    void itIsNeverGivenUp() {
        var cadence = fiveMinutes;
        for (int i = 0; i < 20; i++) {
            cadence = cadence.after(TEN, Duration.ofSeconds(2));
        }
        assertThat(cadence.stretch()).isEqualTo(64);
    }
}
