package io.pulsefleet.store.series;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefleet.store.series.Cover.Piece;
import io.pulsefleet.store.series.Cover.Stretch;
import java.util.List;
import org.junit.jupiter.api.Test;

class CoverTest {

    @Test
    void daysSideBySideAreReadAtOnceAndEachFromOneSource() {
        var plan = Cover.of(
                Source.MINUTE,
                List.of(
                        new Piece(Source.MINUTE, 1, 10, 5, 7_200),
                        new Piece(Source.MINUTE, 1, 11, 5, 7_200),
                        new Piece(Source.RAW, 1, 10, 5, 8_640),
                        new Piece(Source.RAW, 1, 11, 5, 8_640),
                        new Piece(Source.RAW, 1, 12, 9, 4_000),
                        new Piece(Source.HOUR, 1, 12, 9, 60)));

        assertThat(plan.stretches())
                .containsExactly(new Stretch(Source.RAW, 1, 12, 12, -1), new Stretch(Source.MINUTE, 1, 10, 11, -1));
        assertThat(plan.values()).isEqualTo(18_400);
    }

    @Test
    void whatWasPackedAfterADayWasRolledUpIsAddedToIt() {
        var plan = Cover.of(
                Source.DAY,
                List.of(
                        new Piece(Source.DAY, 1, 10, 5, 5),
                        new Piece(Source.HOUR, 1, 10, 7, 120),
                        new Piece(Source.DAY, 2, 10, 7, 5),
                        new Piece(Source.HOUR, 2, 10, 7, 120)));

        assertThat(plan.stretches())
                .containsExactly(
                        new Stretch(Source.HOUR, 1, 10, 10, 5),
                        new Stretch(Source.DAY, 1, 10, 10, -1),
                        new Stretch(Source.DAY, 2, 10, 10, -1));
    }

    @Test
    void aDayOfWhichOnlyCoarseIsLeftIsReadInCoarse() {
        var plan = Cover.of(
                Source.RAW,
                List.of(
                        new Piece(Source.TEN_MINUTES, 1, 10, 5, 720),
                        new Piece(Source.DAY, 1, 10, 5, 5),
                        new Piece(Source.DAY, 1, 9, 5, 5)));

        assertThat(plan.stretches())
                .containsExactly(new Stretch(Source.TEN_MINUTES, 1, 10, 10, -1), new Stretch(Source.DAY, 1, 9, 9, -1));
    }
}
