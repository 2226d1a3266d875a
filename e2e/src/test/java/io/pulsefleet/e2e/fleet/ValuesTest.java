package io.pulsefleet.e2e.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ValuesTest {

    @Test
    void theSameSeedGivesTheSameNumbersWhateverOrderTheyAreAskedIn() {
        var one = new Values(7, 150);
        var other = new Values(7, 150);
        var at500 = one.at(500).clone();
        var at20 = one.at(20).clone();

        assertThat(other.at(20)).isEqualTo(at20);
        assertThat(other.at(500)).isEqualTo(at500);
        assertThat(new Values(8, 150).at(20)).isNotEqualTo(at20);
    }

    /** A change here makes old runs incomparable. */
    @Test
    void theNumbersAreTheSameOnEveryMachine() {
        var values = new Values(1, 24).at(8_641);

        assertThat(Arrays.stream(values).mapToObj(Double::toString).collect(Collectors.joining(" ")))
                .isEqualTo("38203.0 9.4583197E7 4.0 45.2 106178.0 2.58320699254E11 312704.0 181.0 9253.0 5.3289654E8"
                        + " 0.4870597988241143 52.39 310161.0 4916780.0 2868.0 622.0 1141.0 1.3144123561E10 1.9685783E7"
                        + " 161.0 174096.0 5.3780991E7 0.5400516237201681 55.86");
    }

    @Test
    void theKindsAreMixedAsInTheStudy() {
        var counts = new EnumMap<Kind, Integer>(Kind.class);
        IntStream.range(0, 240).forEach(i -> counts.merge(Kind.of(i), 1, Integer::sum));

        assertThat(counts)
                .hasToString("{CONSTANT=60, BUSY_COUNTER=60, WHOLE_GAUGE=40, CENT_GAUGE=30, FULL_DOUBLE=20,"
                        + " SLOW_COUNTER=20, RARE_GAUGE=10}");
    }

    @Test
    void eachKindGoesAsItsNameSays() {
        var values = new Values(3, 150);
        var before = values.at(0).clone();
        for (int visit = 1; visit < 1_000; visit++) {
            var now = values.at(visit);
            for (int i = 0; i < now.length; i++) {
                assertThat(holds(Kind.of(i), before[i], now[i]))
                        .as(Kind.of(i) + " " + before[i] + " " + now[i])
                        .isTrue();
            }
            before = now.clone();
        }
    }

    private static boolean holds(Kind kind, double before, double now) {
        return switch (kind) {
            case CONSTANT -> now == before;
            case BUSY_COUNTER, SLOW_COUNTER -> now >= before && now == Math.rint(now);
            case WHOLE_GAUGE, RARE_GAUGE -> now >= 0 && now == Math.rint(now);
            case CENT_GAUGE -> now >= 0 && now <= 100 && now == Math.rint(now * 100) / 100;
            case FULL_DOUBLE -> now > 0 && now < 1 && now != before;
        };
    }
}
