package io.pulsefleet.store.series;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefleet.store.series.Cover.Piece;
import io.pulsefleet.store.series.Cover.Stretch;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class CoverTest {

    private static final long ALL = Long.MAX_VALUE;

    @Test
    void daysSideBySideAreReadAtOnceAndEachFromOneSource() {
        var plan = Cover.of(
                Source.MINUTE,
                List.of(
                        rolled(Source.MINUTE, 10, 1, 5, 7_200),
                        rolled(Source.MINUTE, 11, 3, 6, 7_200),
                        packings(Source.RAW, 10, 8_640, 1, 2),
                        packings(Source.RAW, 11, 8_640, 3),
                        packings(Source.RAW, 12, 4_000, 9),
                        packings(Source.HOUR, 12, 60, 9)));

        assertThat(plan.stretches())
                .containsExactly(
                        new Stretch(Source.RAW, 1, 12, 12, 0, ALL), new Stretch(Source.MINUTE, 1, 10, 11, 0, ALL));
        assertThat(plan.values()).isEqualTo(18_400);
    }

    @Test
    void whatWasPackedAfterADayWasRolledUpIsAddedToIt() {
        var plan = Cover.of(
                Source.DAY, List.of(rolled(Source.DAY, 10, 1, 5, 5), packings(Source.HOUR, 10, 120, 1, 3, 7, 8)));

        assertThat(plan.stretches())
                .containsExactly(new Stretch(Source.HOUR, 1, 10, 10, 7, 8), new Stretch(Source.DAY, 1, 10, 10, 0, ALL));
        assertThat(plan.values()).isEqualTo(65);
    }

    @Test
    void whatCameLateIsNotTakenForTheWholeDay() {
        var plan = Cover.of(
                Source.MINUTE,
                List.of(
                        rolled(Source.TEN_MINUTES, 10, 1, 5, 720),
                        rolled(Source.TEN_MINUTES, 10, 7, 9, 5),
                        rolled(Source.MINUTE, 10, 7, 9, 5),
                        packings(Source.RAW, 10, 60, 7, 8, 12)));

        assertThat(plan.stretches())
                .as("minutes were made of what came late only; visits of the first packings are gone")
                .containsExactly(
                        new Stretch(Source.RAW, 1, 10, 10, 12, 12),
                        new Stretch(Source.MINUTE, 1, 10, 10, 0, ALL),
                        new Stretch(Source.TEN_MINUTES, 1, 10, 10, 1, 5));
    }

    @Test
    void aDayOfWhichOnlyCoarseIsLeftIsReadInCoarse() {
        var plan = Cover.of(
                Source.RAW,
                List.of(
                        rolled(Source.TEN_MINUTES, 10, 1, 5, 720),
                        rolled(Source.DAY, 10, 1, 5, 5),
                        rolled(Source.DAY, 9, 1, 5, 5)));

        assertThat(plan.stretches())
                .containsExactly(
                        new Stretch(Source.TEN_MINUTES, 1, 10, 10, 0, ALL), new Stretch(Source.DAY, 1, 9, 9, 0, ALL));
    }

    @Test
    void hoursThatAreNoLongerKeptAreMadeOfWhatIsFiner() {
        var plan = Cover.of(
                Source.HOUR,
                List.of(
                        packings(Source.RAW, 10, 360, 1, 2, 3),
                        packings(Source.HOUR, 10, 6, 3),
                        rolled(Source.DAY, 11, 1, 4, 6),
                        rolled(Source.TEN_MINUTES, 11, 1, 4, 6)));

        assertThat(plan.stretches())
                .containsExactly(
                        new Stretch(Source.RAW, 1, 10, 10, 1, 2),
                        new Stretch(Source.TEN_MINUTES, 1, 11, 11, 0, ALL),
                        new Stretch(Source.HOUR, 1, 10, 10, 0, ALL));
    }

    private static Piece packings(Source source, int day, long values, long... parts) {
        return new Piece(
                source, 1, day, Cover.PACKINGS, LongStream.of(parts).boxed().toList(), values);
    }

    private static Piece rolled(Source source, int day, long partsFrom, long part, long values) {
        return new Piece(source, 1, day, partsFrom, List.of(part), values);
    }
}
