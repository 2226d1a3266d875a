package io.pulsefleet.hub.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefleet.store.series.Drift.Moved;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Attention first: what is full soon (SP-10). */
class FillingTest {

    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

    /** 12 hours ago, now, hours until it is full. */
    @ParameterizedTest
    @CsvSource({"0.7, 0.8, 24", "0.6, 0.9, 4", "0.98, 0.99, 12", "0.9, 1.0, 0"})
    void aStraightLineLeadsToTheTop(double before, double now, long hours) {
        assertThat(Filling.of(moved(12, before, now)).until())
                .hasValueSatisfying(
                        until -> assertThat(until).isCloseTo(Duration.ofHours(hours), Duration.ofMinutes(1)));
    }

    @ParameterizedTest
    @CsvSource({"0.8, 0.7", "0.8, 0.8", "0.8, 0.8004"})
    void whatDoesNotFillIsNeverFull(double before, double now) {
        assertThat(Filling.of(moved(12, before, now)).until()).isEmpty();
    }

    @Test
    void nothingIsSaidOfAShortTimeOrOfAYearToCome() {
        assertThat(Filling.of(moved(2, 0.1, 0.9)).until()).isEmpty();
        assertThat(Filling.of(moved(24, 0.5, 0.501)).until()).isEmpty();
        assertThat(Filling.of(new Moved(1, 1, 0, NOW, 0.99, null, null)))
                .isEqualTo(new Filling(0.99, Optional.empty()));
    }

    @ParameterizedTest
    @CsvSource({"0.7, 0.8, true", "0.795, 0.8, false", "0.96, 0.96, true", "0.94, 0.94, false", "0.99, 0.98, true"})
    void isToldWhenItIsFullOrWillBeWithinAWeek(double before, double now, boolean told) {
        assertThat(FullSoon.isOne(moved(12, before, now))).isEqualTo(told);
    }

    private static Moved moved(long hours, double before, double now) {
        return new Moved(1, 1, 0, NOW, now, NOW.minus(Duration.ofHours(hours)), before);
    }
}
