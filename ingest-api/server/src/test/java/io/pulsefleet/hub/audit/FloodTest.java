package io.pulsefleet.hub.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefleet.hub.access.Deed;
import io.pulsefleet.hub.access.Deed.Outcome;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A flood of refused requests does not flood the log (SP-13). */
class FloodTest {

    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

    private final Flood flood = new Flood();

    @Test
    void theFirstOfAMinuteIsToldAtOnceAndTheOthersAreOneRow() {
        assertThat(flood.pass(refused("eve", "192.0.2.1"), NOON)).contains(refused("eve", "192.0.2.1"));
        for (var second = 1; second < 60; second++) {
            assertThat(flood.pass(refused("eve", "192.0.2.1"), NOON.plusSeconds(second)))
                    .isEmpty();
        }

        assertThat(flood.over(NOON.plusSeconds(59))).isEmpty();
        assertThat(flood.over(NOON.plusSeconds(60)))
                .containsExactly(new Deed("eve", "nobody", "192.0.2.1", "sign-in", "thing/1", Outcome.REFUSED, """
                        {"more":59,"since":"2026-11-22T12:00:00Z","until":"2026-11-22T12:00:59Z"}"""));
        assertThat(flood.pass(refused("eve", "192.0.2.1"), NOON.plusSeconds(61)))
                .isPresent();
    }

    @Test
    void whatIsDoneOrFailedAlwaysPasses() {
        for (var outcome : new Outcome[] {Outcome.DONE, Outcome.FAILED}) {
            var deed = new Deed("admin", "user", "192.0.2.1", "monitor.change", "monitor/1", outcome, "");
            assertThat(flood.pass(deed, NOON)).contains(deed);
            assertThat(flood.pass(deed, NOON)).contains(deed);
        }
    }

    @Test
    void whoShowsAnotherNameEachTimeIsCountedWithoutThem() {
        var told = new HashSet<Deed>();
        for (var i = 0; i < 10_000; i++) {
            flood.pass(refused("name-" + i, "192.0.2.1"), NOON).ifPresent(told::add);
        }

        assertThat(told).hasSize(Flood.NAMES + 1);
        assertThat(flood.over(NOON.plusSeconds(60)))
                .singleElement()
                .satisfies(rest -> assertThat(rest.who() + rest.from() + rest.detail())
                        .startsWith("192.0.2.1{\"more\":" + (10_000 - Flood.NAMES - 1) + ","));
    }

    @Test
    void whoComesFromAnotherAddressEachTimeIsCountedWithoutThem() {
        var told = 0;
        for (var i = 0; i < 10_000; i++) {
            told += flood.pass(refused("eve", "192.0." + i / 250 + "." + i % 250), NOON)
                    .map(some -> 1)
                    .orElse(0);
        }

        assertThat(told).isEqualTo(Flood.MOST + 1);
        assertThat(flood.rest())
                .singleElement()
                .satisfies(rest -> assertThat(rest.from()).isEmpty());
    }

    private static Deed refused(String who, String from) {
        return new Deed(who, "nobody", from, "sign-in", "thing/1", Outcome.REFUSED, "why");
    }

    @Test
    void nothingIsLeftOverOfOne() {
        assertThat(flood.pass(refused("eve", "192.0.2.1"), NOON)).isEqualTo(Optional.of(refused("eve", "192.0.2.1")));
        assertThat(flood.over(NOON.plusSeconds(60))).isEmpty();
        assertThat(flood.rest()).isEmpty();
    }
}
