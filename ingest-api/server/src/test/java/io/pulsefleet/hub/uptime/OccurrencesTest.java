package io.pulsefleet.hub.uptime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pulsefleet.store.uptime.Window;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When maintenance windows are open. */
class OccurrencesTest {

    @Test
    void whatIsAtTwoStaysAtTwoWhenTheClocksChange() {
        assertThat(from(
                        "2026-10-20T02:00",
                        "Europe/Berlin",
                        "FREQ=WEEKLY;BYDAY=TU",
                        "2026-10-20T00:00:00Z",
                        "2026-11-05T00:00:00Z"))
                .containsExactly("2026-10-20T00:00:00Z", "2026-10-27T01:00:00Z", "2026-11-03T01:00:00Z");
    }

    @Test
    void anHourThatTheClocksLeaveOutIsHadAnHourLater() {
        assertThat(from(
                        "2026-03-28T02:30",
                        "Europe/Berlin",
                        "FREQ=DAILY",
                        "2026-03-28T00:00:00Z",
                        "2026-03-31T00:00:00Z"))
                .containsExactly("2026-03-28T01:30:00Z", "2026-03-29T01:30:00Z", "2026-03-30T00:30:00Z");
    }

    @Test
    void oneThatIsOpenAtTheBeginningIsAmongThemAndOneThatEndsThereIsNot() {
        assertThat(from("2026-11-01T10:00", "UTC", "FREQ=DAILY", "2026-11-03T10:59:59Z", "2026-11-04T10:00:00Z"))
                .containsExactly("2026-11-03T10:00:00Z");
        assertThat(from("2026-11-01T10:00", "UTC", "FREQ=DAILY", "2026-11-03T11:00:00Z", "2026-11-04T10:00:00Z"))
                .isEmpty();
    }

    @Test
    void withoutARuleItIsOnce() {
        assertThat(from("2026-11-01T10:00", "UTC", null, "2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z"))
                .containsExactly("2026-11-01T10:00:00Z");
    }

    @Test
    void yearsLaterItIsFoundAtOnceAndItsEndIsHeeded() {
        assertThat(from(
                        "2001-01-01T00:00",
                        "UTC",
                        "FREQ=MONTHLY;BYDAY=-1SU",
                        "2026-11-01T00:00:00Z",
                        "2026-12-01T00:00:00Z"))
                .containsExactly("2026-11-29T00:00:00Z");
        assertThat(from(
                        "2001-01-01T00:00",
                        "UTC",
                        "FREQ=DAILY;COUNT=3",
                        "2026-11-01T00:00:00Z",
                        "2026-12-01T00:00:00Z"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"FREQ=SECONDLY", "FREQ=MINUTELY", "FREQ=OFTEN", "every Sunday", "FREQ=WEEKLY;BYDAY=XX"})
    void whatIsNoRuleOrComesAllTheTimeIsRefused(String rule) {
        assertThatThrownBy(() -> Occurrences.rule(rule)).isInstanceOf(IllegalArgumentException.class);
    }

    private static List<String> from(String starts, String zone, String rule, String from, String to) {
        var window = new Window(
                1,
                "w",
                LocalDateTime.parse(starts),
                zone,
                60,
                rule,
                List.of(),
                List.of(),
                false,
                Instant.EPOCH,
                "admin");
        return Occurrences.of(window, Instant.parse(from), Instant.parse(to), 100).stream()
                .map(one -> one.from().toString())
                .toList();
    }
}
