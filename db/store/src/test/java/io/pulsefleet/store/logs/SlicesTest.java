package io.pulsefleet.store.logs;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefleet.store.logs.Slices.Slice;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SlicesTest {

    private static final Instant FROM = Instant.parse("2026-11-22T10:00:00.5Z");
    private static final Instant TO = Instant.parse("2026-11-22T11:00:00.25Z");

    @Test
    void goesBackInLongerPiecesWhileTheyAreQuick() {
        assertThat(all(Order.NEWEST_FIRST, Duration.ofMillis(1), Duration.ofSeconds(1)))
                .containsExactly(
                        slice("10:55:00", "11:00:00.250"),
                        slice("10:15:00", "10:55:00"),
                        slice("10:00:00.500", "10:15:00"));
    }

    @Test
    void goesOnWithoutAGap() {
        assertThat(all(Order.OLDEST_FIRST, Duration.ofMillis(100), Duration.ofMinutes(1)))
                .containsExactly(
                        slice("10:00:00.500", "10:06:00"),
                        slice("10:06:00", "10:17:00"),
                        slice("10:17:00", "10:38:00"),
                        slice("10:38:00", "11:00:00.250"));
    }

    @Test
    void triesAShorterPieceUntilThereIsNoneShorter() {
        var slices = new Slices(FROM, TO, Order.NEWEST_FIRST, Duration.ofSeconds(1));

        var tried = new ArrayList<Slice>();
        for (int tries = 0; tries < 10 && (tried.isEmpty() || slices.tooSlow(tried.get(tries - 1))); tries++) {
            tried.add(slices.next());
        }

        assertThat(tried)
                .containsExactly(
                        slice("10:55:00", "11:00:00.250"),
                        slice("10:59:41", "11:00:00.250"),
                        slice("10:59:59", "11:00:00.250"));
        assertThat(slices.reached()).isEqualTo(TO);
    }

    private static List<Slice> all(Order order, Duration took, Duration grain) {
        var slices = new Slices(FROM, TO, order, grain);
        var all = new ArrayList<Slice>();
        while (!slices.isDone()) {
            var slice = slices.next();
            all.add(slice);
            slices.done(slice, took);
        }
        assertThat(slices.reached()).isEqualTo(order == Order.NEWEST_FIRST ? FROM : TO);
        return all;
    }

    private static Slice slice(String from, String to) {
        return new Slice(Instant.parse("2026-11-22T" + from + "Z"), Instant.parse("2026-11-22T" + to + "Z"));
    }
}
