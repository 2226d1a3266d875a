package io.pulsefleet.hub.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

class ResampleTest {

    @Test
    void averagesOverEachStep() {
        assertThat(points(10, false, 0, 1, 4, 3, 10, 5, 31, 7)).isEqualTo("0=2.0 10=5.0 30=7.0");
    }

    @Test
    void aCounterBecomesItsGrowthPerSecond() {
        assertThat(points(10, true, 0, 100, 10, 200, 20, 250)).isEqualTo("10=10.0 20=5.0");
    }

    @Test
    void aCounterThatBeganAnewHasGrownByWhatItShows() {
        assertThat(points(10, true, 0, 1_000, 10, 30, 20, 40)).isEqualTo("10=3.0 20=1.0");
    }

    @Test
    void whatLiesBeforeTheSpanOnlyGivesTheFirstGrowth() {
        assertThat(points(10, true, -10, 100, 0, 110, 10, 120)).isEqualTo("0=1.0 10=1.0");
    }

    @Test
    void whatIsNoNumberIsNoPoint() {
        assertThat(points(10, false, 0, Double.NaN, 10, 5)).isEqualTo("10=5.0");
    }

    private static String points(int step, boolean asRate, double... atAndValue) {
        var span = new Span(Instant.EPOCH, Instant.EPOCH.plusSeconds(100), Duration.ofSeconds(step));
        var resample = new Resample(span, asRate);
        for (int i = 0; i < atAndValue.length; i += 2) {
            resample.add((long) (atAndValue[i] * 1_000_000), atAndValue[i + 1]);
        }
        var points = resample.points();
        var seen = new ArrayList<String>();
        for (int i = 0; i < points.at().size(); i++) {
            seen.add(points.at().get(i) + "=" + points.values().get(i));
        }
        return String.join(" ", seen);
    }
}
