package io.pulsefleet.hub.uptime;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefleet.store.uptime.NewHeartbeat;
import io.pulsefleet.store.uptime.Standing;
import java.time.Duration;
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
                Duration.ofMinutes(1),
                new Standing(
                        7, "push", NOON, NOON, NOON, 0, "up", error.isEmpty() ? null : error, null, null, null, null),
                new Listening(NOON.minusSeconds(9_000), NOON.minusSeconds(8_000)),
                NOON.plusSeconds(seconds));

        assertThat(missed.map(NewHeartbeat::error).orElse("no")).isEqualToIgnoringCase(expected);
        missed.ifPresent(heartbeat -> assertThat(heartbeat.slot()).isEqualTo(NOON.plusSeconds(30)));
    }

    /** Every hour, with a grace of 5 minutes, last at noon; the hub is away from one second to another. */
    @ParameterizedTest
    @CsvSource({
        "'',     600,  900,  3899, no",
        "'',     600,  900,  3900, 3600",
        "'',     3600, 3660, 3900, no",
        "'',     3600, 3660, 7499, no",
        "'',     3600, 3660, 7500, 7200",
        "'',     3310, 3320, 7500, 7200",
        "'',     3890, 3910, 7499, no",
        "'',     3901, 3990, 3990, 3600",
        "'',     3000, 9000, 11000, no",
        "'',     3000, 9000, 11100, 10800",
        "MISSED, 3600, 3660, 7499, no",
        "MISSED, 3600, 3660, 7500, 7200",
        "MISSED, 600,  900,  3600, 3600"
    })
    void whatWasDueWhileNoHubListenedIsNotMissed(String error, long broken, long since, long at, String missedSlot) {
        var hourly = VerdictTest.monitor("push", Duration.ofHours(1));
        var newest = new Standing(
                7, "push", NOON, NOON, NOON, 0, "up", error.isEmpty() ? null : error, null, null, null, null);

        var missed = Pushes.missed(
                hourly,
                Duration.ofMinutes(5),
                newest,
                new Listening(NOON.plusSeconds(broken), NOON.plusSeconds(since)),
                NOON.plusSeconds(at));

        assertThat(missed.map(heartbeat -> Long.toString(
                                Duration.between(NOON, heartbeat.slot()).toSeconds()))
                        .orElse("no"))
                .isEqualTo(missedSlot);
    }

    @ParameterizedTest
    @CsvSource({
        "4999, -3600, -3000",
        "5000, -3600, -3000",
        "5001, 0, 5001",
        "60000, 0, 60000",
    })
    void nobodyListenedWhereNobodyLookedForFiveSeconds(long millis, long broken, long since) {
        var now = NOON.plusMillis(millis);

        assertThat(Listening.at(NOON.minusSeconds(3_600), NOON.minusSeconds(3_000), NOON, now))
                .isEqualTo(new Listening(
                        NOON.plusSeconds(broken), since < 0 ? NOON.plusSeconds(since) : NOON.plusMillis(since)));
    }

    @Test
    void breaksThatFollowSoonAreOneAndTheFirstStartIsOne() {
        assertThat(Listening.at(NOON.minusSeconds(3_600), NOON.minusSeconds(599), NOON, NOON.plusSeconds(9)))
                .isEqualTo(new Listening(NOON.minusSeconds(3_600), NOON.plusSeconds(9)));
        assertThat(Listening.at(null, null, null, NOON)).isEqualTo(new Listening(NOON, NOON));
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
