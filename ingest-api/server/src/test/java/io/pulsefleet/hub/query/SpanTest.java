package io.pulsefleet.hub.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpanTest {

    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    @Test
    void isTheLastHourByDefault() {
        assertThat(Span.of(null, null, null, NOW))
                .isEqualTo(new Span(NOW.minusSeconds(3_600), NOW, Duration.ofSeconds(10)));
    }

    @ParameterizedTest
    @CsvSource({"PT15M, 2", "PT6H, 60", "P1D, 300", "P7D, 1800", "P365D, 86400"})
    void choosesAStepForSomeSixHundredPoints(Duration length, long step) {
        assertThat(Span.of(NOW.minus(length).toString(), null, null, NOW).step())
                .isEqualTo(Duration.ofSeconds(step));
    }

    @ParameterizedTest
    @CsvSource({"30, 30", "10s, 10", "5m, 300", "1h, 3600", "1d, 86400"})
    void readsStepsAsPeopleWriteThem(String text, long seconds) {
        assertThat(Span.of(null, null, text, NOW).step()).isEqualTo(Duration.ofSeconds(seconds));
    }

    @Test
    void aWholeOneHasAllOfTheStepsThatItTouches() {
        var span = new Span(NOW.plusMillis(1), NOW.plusSeconds(119).plusMillis(1), Duration.ofMinutes(1));

        assertThat(span.whole()).isEqualTo(new Span(NOW, NOW.plusSeconds(120), Duration.ofMinutes(1)));
        assertThat(span.whole().steps()).isEqualTo(2);
        assertThat(span.whole().whole()).isEqualTo(span.whole());
    }
}
