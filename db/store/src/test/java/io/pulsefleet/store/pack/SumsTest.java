package io.pulsefleet.store.pack;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SumsTest {

    @Test
    void decimalsAddUpToADecimal() {
        assertThat(sum(0.1, 0.2)).isEqualTo(0.3);
        assertThat(sum(99.95, 99.95, 0.07, -1)).isEqualTo(198.97);
    }

    @Test
    void whatSmallValuesAddIsNotLostBesideALargeOne() {
        assertThat(sum(1 / 3.0, 1e16, 1 / 3.0, 1 / 3.0, -1e16)).isEqualTo(1);
        assertThat(sum(9e15, 9e15, 0.5)).isEqualTo(1.8e16);
    }

    @Test
    void whatIsMissingIsNotCountedButWhatIsNoNumberIs() {
        assertThat(sum(1, Slice.MISSING, 2)).isEqualTo(3);
        assertThat(sum(Slice.MISSING)).isZero();
        assertThat(sum(1, Double.NaN)).isNaN();
        assertThat(sum(1, Double.POSITIVE_INFINITY, 1 / 3.0)).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(sum(Double.MAX_VALUE, Double.MAX_VALUE)).isEqualTo(Double.POSITIVE_INFINITY);
    }

    @Test
    void onlyTheRowsAskedForAreAdded() {
        assertThat(Sums.sum(new double[] {1, 2, 4, 8}, 1, 3)).isEqualTo(6);
    }

    private static double sum(double... values) {
        return Sums.sum(values, 0, values.length);
    }
}
