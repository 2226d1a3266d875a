package io.pulsefleet.hub.uptime;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefleet.store.uptime.NewHeartbeat;
import io.pulsefleet.store.uptime.Standing;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What reports by itself, every 30 s, with a minute of grace (UO-04). */
class PushesTest {

    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "'', 89, no",
        "'', 90, missed",
        "'', 3600, missed",
        "EXIT_CODE, 89, no",
        "MISSED, 29, no",
        "MISSED, 30, missed"
    })
    void whatDoesNotComeIsMissedOncePeriodAndGraceAreOver(String error, int seconds, String expected) {
        var missed = Pushes.missed(
                VerdictTest.monitor("push", 0, null, "up", false),
                new Standing(
                        7, "push", NOON, NOON, NOON, 0, "up", error.isEmpty() ? null : error, null, null, null, null),
                NOON.plusSeconds(seconds));

        assertThat(missed.map(NewHeartbeat::error).orElse("no")).isEqualToIgnoringCase(expected);
        missed.ifPresent(heartbeat -> assertThat(heartbeat.slot()).isEqualTo(NOON.plusSeconds(30)));
    }

    @Test
    void anExitCodeThatIsNotZeroIsDown() {
        var told = Pushes.told(7, 3, NOON, 1.5, 2, "disk full");

        assertThat(told.status() + " " + told.error() + " " + told.message() + " " + told.code() + " "
                        + told.transfer())
                .isEqualTo("down EXIT_CODE exit code 2: disk full 2 1500000");
        assertThat(Pushes.told(7, 3, NOON, null, 0, null).status()).isEqualTo("up");
    }
}
