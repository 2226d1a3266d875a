package io.pulsefleet.hub.targets;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefleet.store.targets.Trial;
import io.pulsefleet.store.targets.Where;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** How it is with a test of a database (PG-10). */
class DatabaseTestsTest {

    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

    @Test
    void waitsUntilItsAgentHearsThenRunsAndHasNoAnswerAfterAMinute() {
        assertThat(viewed(null, 59)).isEqualTo("waiting false");
        assertThat(viewed(NOON.plusSeconds(5), 59)).isEqualTo("running false");
        assertThat(viewed(null, 61)).isEqualTo("no_answer true");
        assertThat(viewed(NOON.plusSeconds(5), 61)).isEqualTo("no_answer true");
    }

    @Test
    void anAnswerCountsHoweverLateItComes() {
        var view = DatabaseTests.view(
                trial(NOON, "{\"state\":\"wrong_password\",\"detail\":\"check it\",\"states\":[],\"milliseconds\":12}"),
                NOON.plusSeconds(600));

        assertThat(view.state()).isEqualTo("wrong_password");
        assertThat(view.over()).isTrue();
        assertThat(view.detail()).isEqualTo("check it");
        assertThat(view.milliseconds()).isEqualTo(12);
    }

    private static String viewed(Instant handedAt, int seconds) {
        var view = DatabaseTests.view(trial(handedAt, null), NOON.plusSeconds(seconds));
        return view.state() + " " + view.over();
    }

    private static Trial trial(Instant handedAt, String outcome) {
        return new Trial(
                UUID.randomUUID(),
                UUID.randomUUID(),
                new Where("postgresql", "db1", 5432, "shop", "u", "prefer"),
                Optional.empty(),
                NOON,
                handedAt,
                outcome == null ? null : NOON,
                outcome);
    }
}
