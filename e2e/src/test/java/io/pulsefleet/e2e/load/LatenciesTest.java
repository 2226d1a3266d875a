package io.pulsefleet.e2e.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LatenciesTest {

    @Test
    void percentilesAreRightToThreePercent() {
        var latencies = new Latencies();
        for (int millis = 1; millis <= 1_000; millis++) {
            latencies.add(millis * 1_000_000L);
        }

        assertThat(latencies.count()).isEqualTo(1_000);
        assertThat(latencies.millis(50)).isCloseTo(500, within(15.0));
        assertThat(latencies.millis(99)).isCloseTo(990, within(30.0));
        assertThat(latencies.largestMillis()).isCloseTo(1_000, within(30.0));
    }

    @Test
    void nothingTookNoTime() {
        assertThat(new Latencies().millis(99)).isZero();
    }
}
