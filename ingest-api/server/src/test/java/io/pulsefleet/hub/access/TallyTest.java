package io.pulsefleet.hub.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefleet.hub.access.Tally.Due;
import io.pulsefleet.hub.access.Tally.Often;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A flood of refusals fills no log (SP-13). */
class TallyTest {

    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
    private static final Instant A_MINUTE_LATER = NOON.plus(Tally.BETWEEN);

    private final Tally<String> tally = new Tally<>(2);

    @Test
    void theFirstIsToldAtOnceAndTheRestAfterAMinuteAsANumber() {
        assertThat(tally.note("ann", NOON)).isTrue();
        for (var i = 0; i < 9_999; i++) {
            assertThat(tally.note("ann", NOON.plusMillis(i))).isFalse();
        }

        assertThat(tally.due(A_MINUTE_LATER.minusMillis(1)).often()).isEmpty();
        assertThat(tally.due(A_MINUTE_LATER)).isEqualTo(new Due<>(List.of(new Often<>("ann", 9_999)), 0));
    }

    @Test
    void whatGoesOnIsToldOnceAMinute() {
        tally.note("ann", NOON);
        tally.note("ann", NOON);
        tally.due(A_MINUTE_LATER);

        assertThat(tally.note("ann", A_MINUTE_LATER)).isFalse();
        assertThat(tally.due(A_MINUTE_LATER.plus(Tally.BETWEEN)).often()).containsExactly(new Often<>("ann", 1));
    }

    @Test
    void whatWasOnceIsForgotten() {
        tally.note("ann", NOON);

        assertThat(tally.due(A_MINUTE_LATER).often()).isEmpty();
        assertThat(tally.note("ann", A_MINUTE_LATER)).isTrue();
    }

    @Test
    void ofACrowdOnlyTheNumberIsKept() {
        tally.note("ann", NOON);
        tally.note("bob", NOON);
        for (var i = 0; i < 10_000; i++) {
            assertThat(tally.note("stranger" + i, NOON)).isFalse();
        }

        assertThat(tally.due(A_MINUTE_LATER)).isEqualTo(new Due<String>(List.of(), 10_000));
        assertThat(tally.due(A_MINUTE_LATER).others()).isZero();
    }
}
