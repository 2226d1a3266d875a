package io.pulsefleet.wire.uptime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** UO-06: every prober knows the slots of a monitor without asking. */
class SlotsTest {

    private static final Instant NOW = Instant.parse("2026-11-22T10:15:00.123Z");

    @ParameterizedTest
    @ValueSource(strings = {"PT1S", "PT7S", "PT30S", "PT1H", "PT24H"})
    void noSlotComesTwiceAndNoneIsSkipped(String interval) {
        var every = Duration.parse(interval);
        for (var monitor : List.of(0, 1, 2, 5_000, Integer.MAX_VALUE, -1)) {
            var slots = new Slots(monitor, every);
            var walked = new ArrayList<Instant>();
            for (var at = slots.at(NOW); walked.size() < 100; at = slots.after(at)) {
                walked.add(at);
            }
            assertThat(walked)
                    .isEqualTo(IntStream.range(0, 100)
                            .mapToObj(i -> slots.at(NOW).plus(every.multipliedBy(i)))
                            .toList());
            assertThat(walked).allMatch(slots::has);
            assertThat(walked)
                    .allMatch(at -> slots.at(at.plus(every).minusMillis(1)).equals(at));
        }
    }

    @Test
    void aMomentThatIsNoSlotIsNone() {
        var slots = new Slots(1, Duration.ofSeconds(30));

        assertThat(slots.has(slots.at(NOW))).isTrue();
        assertThat(slots.has(slots.at(NOW).plusMillis(1))).isFalse();
    }

    @Test
    void aThousandMonitorsOfOneIntervalAreSpreadOverIt() {
        var inEachSecond = new int[30];
        for (int monitor = 1; monitor <= 1_000; monitor++) {
            var slot = new Slots(monitor, Duration.ofSeconds(30)).at(NOW);
            inEachSecond[Math.floorMod(slot.getEpochSecond(), 30)]++;
        }
        assertThat(IntStream.of(inEachSecond).boxed().toList()).allMatch(count -> count >= 25 && count <= 42);
    }

    @Test
    void beforeTheEpochSlotsAreTheSame() {
        var slots = new Slots(3, Duration.ofSeconds(30));
        var early = Instant.parse("1969-12-31T23:59:00Z");

        assertThat(slots.at(early)).isBeforeOrEqualTo(early);
        assertThat(slots.after(early)).isAfter(early).isEqualTo(slots.at(early).plusSeconds(30));
    }
}
