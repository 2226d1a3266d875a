package io.pulsefleet.hub.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pulsefleet.hub.query.Aggregate.Kind;
import io.pulsefleet.store.series.Bucket;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StepsTest {

    @ParameterizedTest
    @CsvSource(textBlock = """
            avg,  0=2.0 10=5.0 30=7.0
            min,  0=1.0 10=5.0 30=7.0
            max,  0=3.0 10=5.0 30=7.0
            sum,  0=6.0 10=5.0 30=7.0
            last, 0=3.0 10=5.0 30=7.0
            p50,  0=2.0 10=5.0 30=7.0
            p75,  0=2.5 10=5.0 30=7.0
            """)
    void makesAPointOfEachStep(String aggregate, String points) {
        var steps = steps(Aggregate.read(aggregate).orElseThrow(), false);
        read(steps, 0, 2, 3, 1, 4, 3, 10, 5, 31, 7);

        assertThat(curve(steps)).isEqualTo(points);
    }

    /** A bucket of 1, Infinity and 3: its min and last are as good as ever. */
    @ParameterizedTest
    @CsvSource(textBlock = """
            avg,  0=Infinity 10=5.0
            min,  0=1.0 10=5.0
            max,  0=Infinity 10=5.0
            sum,  0=Infinity 10=5.0
            last, 0=3.0 10=5.0
            rate, 0=0.0 10=2.0
            """)
    void aBucketWithAnInfiniteValueIsStillThere(String aggregate, String points) {
        var steps = steps(Aggregate.read(aggregate).orElseThrow(), false);
        steps.bucket(new Bucket(0, 10_000_000, 1, Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY, 3, 3, 9_000_000));
        read(steps, 10, 5);

        assertThat(curve(steps)).isEqualTo(points);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            avg,  0=NaN 10=Infinity 20=4.0
            max,  0=Infinity 10=Infinity 20=4.0
            last, 0=2.0 10=Infinity 20=4.0
            p50,  0=2.0 10=Infinity 20=4.0
            """)
    void anInfiniteValueIsAValueAndNaNIsNone(String aggregate, String points) {
        var steps = steps(Aggregate.read(aggregate).orElseThrow(), false);
        read(steps, 0, Double.POSITIVE_INFINITY, 1, Double.NEGATIVE_INFINITY, 2, Double.NaN, 3, 2);
        read(steps, 10, Double.POSITIVE_INFINITY, 20, 4, 21, Double.NaN);

        assertThat(curve(steps)).isEqualTo(points);
    }

    @Test
    void aPercentileIsOfValuesOnly() {
        var steps = steps(Aggregate.read("p50").orElseThrow(), false);
        steps.bucket(new Bucket(0, 10_000_000, 1, 9, 50, 10, 5, 9_000_000));
        read(steps, 10, 5, 11, 7);

        assertThat(curve(steps)).isEqualTo("10=6.0");
    }

    @Test
    void aCounterBecomesItsGrowthPerSecond() {
        var steps = steps(Aggregate.of(Kind.RATE), true);
        read(steps, 0, 100, 10, 200, 20, 250);

        assertThat(curve(steps)).isEqualTo("10=10.0 20=5.0");
    }

    @Test
    void aCounterThatBeganAnewHasGrownByWhatItShows() {
        var steps = steps(Aggregate.of(Kind.DELTA), true);
        read(steps, 0, 1_000, 10, 30, 15, 40, 20, 40);

        assertThat(curve(steps)).isEqualTo("10=40.0 20=0.0");
    }

    @Test
    void whatIsNoCounterMayShrink() {
        var steps = steps(Aggregate.of(Kind.DELTA), false);
        read(steps, 0, 100, 10, 30);

        assertThat(curve(steps)).isEqualTo("10=-70.0");
    }

    @Test
    void whatLiesBeforeTheSpanOnlyGivesTheFirstGrowth() {
        var steps = steps(Aggregate.of(Kind.RATE), true);
        read(steps, -10, 100, 0, 110, 10, 120);

        assertThat(curve(steps)).isEqualTo("0=1.0 10=1.0");
    }

    @Test
    void whatIsNoNumberIsNoPoint() {
        var steps = steps(Aggregate.of(Kind.AVG), false);
        read(steps, 0, Double.NaN, 10, 5, 11, Double.NaN);

        assertThat(curve(steps)).isEqualTo("10=5.0");
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            avg,  0=4.0 10=8.0
            min,  0=1.0 10=7.0
            max,  0=9.0 10=9.0
            sum,  0=12.0 10=16.0
            last, 0=2.0 10=9.0
            """)
    void addsUpWhatBucketsKnow(String aggregate, String points) {
        var steps = steps(Aggregate.read(aggregate).orElseThrow(), false);
        steps.bucket(bucket(0, 5, 1, 9, 10, 2, 1));
        steps.value(5_000_000, 2);
        steps.bucket(bucket(10, 15, 7, 9, 16, 2, 9));

        assertThat(curve(steps)).isEqualTo(points);
    }

    @Test
    void aCounterGrowsAcrossBucketsAndVisits() {
        var steps = steps(Aggregate.of(Kind.DELTA), true);
        read(steps, -5, 100);
        steps.bucket(bucket(0, 10, 110, 150, 0, 5, 150));
        steps.bucket(bucket(10, 20, 160, 200, 0, 5, 190)); // parts came out of order: it did not shrink below what was
        read(steps, 20, 205);

        assertThat(curve(steps)).isEqualTo("0=50.0 10=50.0 20=5.0");
    }

    @Test
    void aCounterThatBeganAnewInABucketHasGrownToItsTopAndFromNothing() {
        var steps = steps(Aggregate.of(Kind.DELTA), true);
        read(steps, -5, 100);
        steps.bucket(bucket(0, 10, 5, 130, 0, 5, 40));
        steps.bucket(bucket(10, 20, 3, 20, 0, 5, 20)); // anew between the buckets
        read(steps, 21, 7); // anew between bucket and visit

        assertThat(curve(steps)).isEqualTo("0=70.0 10=20.0 20=7.0");
    }

    @Test
    void theFirstBucketGrewWithinItself() {
        var steps = steps(Aggregate.of(Kind.RATE), true);
        steps.bucket(bucket(0, 10, 110, 150, 0, 5, 150));

        assertThat(curve(steps)).isEqualTo("0=5.0");
    }

    @ParameterizedTest
    @CsvSource({
        "sum, 0=5.0 10=4.0 30=7.0",
        "avg, 0=2.5 10=4.0 30=7.0",
        "min, 0=2.0 10=4.0 30=7.0",
        "max, 0=3.0 10=4.0 30=7.0",
        "count, 0=2.0 10=1.0 30=1.0",
        "p50, 0=2.5 10=4.0 30=7.0",
        "p90, 0=2.9 10=4.0 30=7.0"
    })
    void severalSeriesBecomeOneStepByStep(String combine, String points) {
        var one = steps(Aggregate.of(Kind.AVG), false);
        read(one, 0, 2, 10, 4);
        var other = steps(Aggregate.of(Kind.AVG), false);
        read(other, 0, 3, 30, 7);
        var combined = new Combined(Combine.read(combine).orElseThrow(), SPAN);
        combined.add(one.curve());
        combined.add(other.curve());

        assertThat(text(combined.curve())).isEqualTo(points);
    }

    /** 1 to 9, in no order: the 25th lies at 3, the 90th a fifth of the way from 8 to 9. */
    @Test
    void aPercentileOfManySeriesLiesBetweenTwoOfThem() {
        for (var wanted : List.of("p25=3.0", "p50=5.0", "p90=8.2", "p99=8.92")) {
            var combined = new Combined(Combine.read(wanted.substring(0, 3)).orElseThrow(), SPAN);
            for (var value : new double[] {5, 9, 1, 8, 2, 7, 3, 6, 4}) {
                combined.add(new Curve(new long[] {0}, new double[] {value}, 1));
            }
            assertThat(combined.curve().values()[0]).isCloseTo(Double.parseDouble(wanted.substring(4)), within(1e-9));
        }
    }

    @Test
    void whatIsNoWayToCombineIsRefused() {
        for (var text : List.of("p0", "p100", "p", "last", "rate", "percentile", "SUM", "")) {
            assertThat(Combine.read(text)).as(text).isEmpty();
        }
    }

    private static final Span SPAN = new Span(Instant.EPOCH, Instant.EPOCH.plusSeconds(100), Duration.ofSeconds(10));

    private static Steps steps(Aggregate aggregate, boolean counts) {
        return new Steps(aggregate, counts, SPAN);
    }

    private static Bucket bucket(long from, long until, double min, double max, double sum, double count, double last) {
        return new Bucket(from * 1_000_000, until * 1_000_000, min, max, sum, count, last, (long)
                ((until - (until - from) / count) * 1_000_000));
    }

    private static void read(Steps steps, double... atAndValue) {
        for (int i = 0; i < atAndValue.length; i += 2) {
            steps.value((long) (atAndValue[i] * 1_000_000), atAndValue[i + 1]);
        }
    }

    private static String curve(Steps steps) {
        return text(steps.curve());
    }

    private static String text(Curve curve) {
        var seen = new ArrayList<String>();
        for (int i = 0; i < curve.size(); i++) {
            seen.add(curve.at()[i] + "=" + curve.values()[i]);
        }
        return String.join(" ", seen);
    }
}
