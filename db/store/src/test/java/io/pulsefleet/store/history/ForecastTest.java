package io.pulsefleet.store.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefleet.store.history.Forecast.Piece;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ForecastTest {

    private static final Instant NOW = Instant.parse("2026-11-21T00:00:00Z");
    private static final Duration WEEK = Duration.ofDays(7);

    @Test
    void growsAtThePaceOfTheLastDaysUntilTheOldestGoes() {
        var forecast = Forecast.of(days(20, 100), NOW.minus(20, ChronoUnit.DAYS), WEEK, 60, NOW);

        assertThat(forecast.perDay()).isEqualTo(100);
        assertThat(forecast.in(30)).as("50 days").isEqualTo(2_000 + 3_000);
        assertThat(forecast.in(50)).as("of 20 days 10 are over").isEqualTo(1_000 + 5_000);
        assertThat(forecast.in(365)).as("60 days").isEqualTo(6_000);
    }

    @Test
    void aFleetOfHalfADayGrowsByTheWhole() {
        var noon = NOW.plus(12, ChronoUnit.HOURS);
        var today = List.of(new Piece(NOW, NOW.plus(1, ChronoUnit.DAYS), 50));

        assertThat(Forecast.of(today, NOW, WEEK, 400, noon).perDay()).isEqualTo(100);
        assertThat(Forecast.of(today, NOW.plus(6, ChronoUnit.HOURS), WEEK, 400, noon)
                        .perDay())
                .as("it began at six")
                .isEqualTo(200);
    }

    @Test
    void whatIsNotKeptIsNone() {
        assertThat(Forecast.of(List.of(), NOW, WEEK, 0, NOW).in(365)).isZero();
    }

    private static List<Piece> days(int count, long bytes) {
        return IntStream.range(0, count)
                .mapToObj(day -> NOW.minus(count - day, ChronoUnit.DAYS))
                .map(from -> new Piece(from, from.plus(1, ChronoUnit.DAYS), bytes))
                .toList();
    }
}
