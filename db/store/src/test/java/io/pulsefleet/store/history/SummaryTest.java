package io.pulsefleet.store.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefleet.store.pack.Slice;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SummaryTest {

    private static final double NO = Slice.MISSING;
    private static final double NAN = Double.NaN;
    private static final double INF = Double.POSITIVE_INFINITY;

    @Test
    void missingIsNothingAndNanIsNoNumber() {
        assertThat(of(NO, 3, NO, -1, 5, NO)).isEqualTo(new Summary(3, 0, -1, 5, 7, 5, 4));
        assertThat(of(2, NAN, 1, NAN)).isEqualTo(new Summary(2, 2, 1, 2, 3, NAN, 3));
        assertThat(of(NAN, NO)).isEqualTo(new Summary(0, 1, NAN, NAN, NAN, NAN, 0));
        assertThat(of(NO, NO)).isEqualTo(Summary.NOTHING);
        assertThat(of(1, INF)).isEqualTo(new Summary(2, 0, 1, INF, INF, INF, 1));
        assertThat(of(0.1, 0.2)).as("tenths add up to tenths").isEqualTo(new Summary(2, 0, 0.1, 0.2, 0.3, 0.2, 1));
    }

    @Test
    void addsUpWhicheverComesFirst() {
        var early = of(NO, 3, 1);
        var nans = new Summary(0, 2, NAN, NAN, NAN, NAN, 7);
        var late = new Summary(1, 0, 9, 9, 9, 9, 9);

        assertThat(early.plus(late)).isEqualTo(late.plus(early)).isEqualTo(new Summary(3, 0, 1, 9, 13, 9, 9));
        assertThat(early.plus(nans)).isEqualTo(nans.plus(early)).isEqualTo(new Summary(2, 2, 1, 3, 4, NAN, 7));
        assertThat(nans.plus(Summary.NOTHING))
                .isEqualTo(Summary.NOTHING.plus(nans))
                .isEqualTo(nans);
        assertThat(Summary.NOTHING.plus(Summary.NOTHING)).isEqualTo(Summary.NOTHING);
    }

    private static Summary of(double... values) {
        return Summary.of(LongStream.range(0, values.length).toArray(), values, 0, values.length);
    }
}
