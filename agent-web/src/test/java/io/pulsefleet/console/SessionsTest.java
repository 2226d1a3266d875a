package io.pulsefleet.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SessionsTest {

    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
    private static final Duration ELEVEN_HOURS = Duration.ofHours(11);

    private final Sessions sessions = new Sessions();

    @Test
    void holdsTwelveHoursAfterItsLastUse() {
        var token = sessions.begin(NOW);

        assertThat(sessions.holds(token, NOW.plus(ELEVEN_HOURS))).isTrue();
        assertThat(sessions.holds(token, NOW.plus(ELEVEN_HOURS).plus(ELEVEN_HOURS)))
                .isTrue();
        assertThat(sessions.holds(token, NOW.plus(Duration.ofHours(34)))).isFalse();
    }

    @Test
    void knowsNoTokenThatItDidNotGive() {
        assertThat(sessions.holds("guessed", NOW)).isFalse();
    }

    @Test
    void endsWhenToldTo() {
        var token = sessions.begin(NOW);

        sessions.end(token);

        assertThat(sessions.holds(token, NOW)).isFalse();
    }

    @Test
    void givesUpTheOneThatWasUsedLongestAgo() {
        var unused = sessions.begin(NOW);
        var used = sessions.begin(NOW);
        for (int i = 0; i < Sessions.MOST - 1; i++) {
            sessions.holds(used, NOW);
            sessions.begin(NOW);
        }

        assertThat(sessions.holds(unused, NOW)).isFalse();
        assertThat(sessions.holds(used, NOW)).isTrue();
    }
}
