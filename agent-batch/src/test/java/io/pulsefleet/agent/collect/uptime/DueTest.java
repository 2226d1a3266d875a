package io.pulsefleet.agent.collect.uptime;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefleet.wire.RawJson;
import io.pulsefleet.wire.uptime.PlannedMonitor;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** UO-06: whatever the clock does, no slot comes twice. */
class DueTest {

    private static final Instant NOW = Instant.parse("2026-11-22T10:15:00Z");
    private static final List<Monitor> THREE = monitors(1, 2, 3);

    @Test
    void eachSlotOfEachMonitorComesOnce() {
        var due = new Due();
        due.follow(THREE, NOW);
        var seen = walk(due, NOW, 600, 100);

        for (var monitor : THREE) {
            assertThat(seen.stream()
                            .filter(slot -> slot.monitor().id() == monitor.id())
                            .map(Due.Slot::at))
                    .isEqualTo(IntStream.range(0, 6)
                            .mapToObj(i -> monitor.slots().after(NOW).plusSeconds(10L * i))
                            .toList());
        }
    }

    @Test
    void aClockThatIsSetBackRepeatsNoneAndOneThatIsSetForwardSkipsThePast() {
        var due = new Due();
        due.follow(THREE, NOW);
        var before = walk(due, NOW, 200, 100);
        due.follow(THREE, NOW.minusSeconds(15));
        var after = walk(due, NOW.minusSeconds(15), 600, 100);
        var late = due.due(NOW.plusSeconds(600));

        assertThat(after).doesNotContainAnyElementsOf(before);
        assertThat(late).isEmpty();
        assertThat(due.next().orElseThrow()).isAfter(NOW.plusSeconds(600)).isBeforeOrEqualTo(NOW.plusSeconds(610));
    }

    @Test
    void anotherPlanRepeatsNoSlotOfThoseThatStay() {
        var due = new Due();
        due.follow(THREE, NOW);
        var before = walk(due, NOW, 200, 100);
        due.follow(monitors(2, 4), NOW.plusSeconds(20));
        var after = walk(due, NOW.plusSeconds(20), 100, 100);

        assertThat(after).extracting(slot -> slot.monitor().id()).containsOnly(2, 4);
        assertThat(after)
                .extracting(slot -> slot.monitor().id() + " " + slot.at())
                .doesNotContainAnyElementsOf(before.stream()
                        .map(slot -> slot.monitor().id() + " " + slot.at())
                        .toList());
    }

    @Test
    void anotherPlanLeavesNoSlotOutThatCameJustThen() {
        var due = new Due();
        due.follow(THREE, NOW);
        var before = walk(due, NOW, 200, 100);
        var next = due.next().orElseThrow();
        due.follow(THREE, next.plusMillis(3)); // nobody was quick enough to begin it before

        assertThat(due.due(next.plusMillis(3))).extracting(Due.Slot::at).containsExactly(next);
        assertThat(before).extracting(Due.Slot::at).doesNotContain(next);
    }

    @Test
    void whatIsLateComesAsLongAsHalfOfItsIntervalIsLeft() {
        for (var late : List.of(Duration.ofMillis(4_900), Duration.ofMillis(5_100))) {
            var due = new Due();
            due.follow(monitors(1), NOW);
            var first = due.next().orElseThrow();

            assertThat(due.due(first.plus(late))).hasSize(late.toMillis() < 5_000 ? 1 : 0);
            assertThat(due.next()).contains(first.plusSeconds(10));
        }
    }

    @Test
    void theHubsTimeGoesOnByAMonotonicClock() {
        var nanos = new AtomicLong();
        var clock = new HubClock(NOW, nanos::get);
        nanos.set(2_000_000_000L);
        assertThat(clock.now()).isEqualTo(NOW.plusSeconds(2));

        clock.heard(NOW.plusSeconds(62), 1_900_000_000L, 2_000_000_000L);
        assertThat(clock.now()).isEqualTo(NOW.plusSeconds(62).plusMillis(50));

        nanos.set(3_000_000_000L);
        clock.heard(NOW.plusSeconds(63), 2_000_000_000L, 3_000_000_000L);
        assertThat(clock.now())
                .as("a slow answer that may be wrong by as much")
                .isEqualTo(NOW.plusSeconds(63).plusMillis(50));
    }

    private static List<Due.Slot> walk(Due due, Instant from, int steps, int millis) {
        var seen = new ArrayList<Due.Slot>();
        for (int i = 0; i <= steps; i++) {
            seen.addAll(due.due(from.plusMillis((long) i * millis)));
        }
        return seen;
    }

    private static List<Monitor> monitors(int... ids) {
        return IntStream.of(ids).mapToObj(DueTest::monitor).toList();
    }

    static Monitor monitor(int id) {
        return Monitor.of(
                new PlannedMonitor(
                        id,
                        1,
                        "it",
                        "tcp",
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(5),
                        null,
                        new RawJson("{\"host\":\"127.0.0.1\",\"port\":1}"),
                        Map.of()),
                List.of());
    }
}
