package io.pulsefleet.hub.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefleet.store.fleet.Ledgers.Losses;
import io.pulsefleet.store.fleet.Ledgers.Stored;
import io.pulsefleet.store.fleet.Told;
import io.pulsefleet.store.fleet.Told.Count;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Each case: sealed, waiting, acknowledged, evicted, refused; then stored and gaps. */
class ReckoningTest {

    private static final Instant AT = Instant.parse("2026-11-21T10:15:00Z");

    @Test
    void nothingIsLostWhenBothSidesAddUp() {
        assertThat(reckon(told(100, 3, 97, 0, 0), 97, 3)).isEqualTo("true 0 0");
    }

    @Test
    void whatIsOnItsWayIsNoLoss() {
        assertThat(reckon(told(100, 3, 97, 0, 0), 99, 0)).isEqualTo("true 0 0");
    }

    @Test
    void saysWhatWasGivenUpAndRefused() {
        assertThat(reckon(told(100, 0, 90, 7, 3), 90, 10)).isEqualTo("""
                false 10 1000
                7 segments with 700 readings were given up because the agent's spool was full. Raise PULSE_SPOOL_LIMIT there, or mend what keeps the hub away.
                3 segments were refused by the hub. They lie in the folder 'refused' of the agent's spool; its log says why.""");
    }

    @Test
    void countsOnlyTheDaysThatAreAskedFor() {
        var before = new Losses(7, 700, 3);

        assertThat(text(Reckoning.of(told(100, 0, 90, 7, 3), stored(90, 10), before)))
                .isEqualTo("true 0 0");
    }

    @Test
    void seesThatTheDatabaseIsOlderThanItsAnswers() {
        assertThat(reckon(told(100, 0, 100, 0, 0), 95, 2)).isEqualTo("""
                false 5 0
                5 segments that the hub has acknowledged are not in the database. Was it restored from a backup?""");
    }

    @Test
    void seesThatTheSpoolWasChangedBehindTheAgent() {
        assertThat(reckon(told(100, 0, 96, 0, 0), 96, 4)).isEqualTo("""
                false 4 0
                4 sealed segments are gone from the agent's spool, and not through the agent. Was its folder changed by hand or restored?""");
    }

    @Test
    void seesAHoleThatNobodyExplains() {
        assertThat(reckon(told(100, 0, 100, 0, 0), 100, 2)).isEqualTo("""
                false 2 0
                2 segments are missing in the middle of runs, for no reason that the agent knows of.""");
    }

    @Test
    void seesThatTheSpoolBeganAnew() {
        assertThat(text(Reckoning.of(told(10, 0, 10, 0, 0), new Stored(count(90), 2, 0, 20), Losses.NONE)))
                .isEqualTo("""
                false 20 0
                The agent's spool began anew at %s, and 20 segments of runs before that are not here: they lay in the spool that was there before. Was its folder deleted, or the agent set up again?""".formatted(AT));
    }

    private static String reckon(Told told, long stored, long gaps) {
        return text(Reckoning.of(told, stored(stored, gaps), Losses.NONE));
    }

    private static String text(Reckoning reckoning) {
        return "%s %d %d\n%s"
                .formatted(
                        reckoning.complete(),
                        reckoning.lostSegments(),
                        reckoning.lostReadings(),
                        String.join("\n", reckoning.findings()))
                .strip();
    }

    private static Told told(long sealed, long waiting, long acknowledged, long evicted, long refused) {
        return new Told(1, AT, AT, count(sealed), sealed, count(acknowledged), count(evicted), count(refused), waiting);
    }

    private static Count count(long segments) {
        return new Count(segments, segments * 100);
    }

    private static Stored stored(long segments, long gaps) {
        return new Stored(count(segments), 1, gaps, 0);
    }
}
