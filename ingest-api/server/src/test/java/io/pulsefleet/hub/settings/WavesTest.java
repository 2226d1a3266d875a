package io.pulsefleet.hub.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefleet.hub.settings.Waves.Done;
import io.pulsefleet.hub.settings.Waves.Halt;
import io.pulsefleet.hub.settings.Waves.Member;
import io.pulsefleet.hub.settings.Waves.Release;
import io.pulsefleet.hub.settings.Waves.Standing;
import io.pulsefleet.hub.settings.Waves.Step;
import io.pulsefleet.hub.settings.Waves.Wait;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** To whom a change of settings goes next (SP-08). */
class WavesTest {

    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

    private final List<Member> members = new ArrayList<>(IntStream.range(0, 30)
            .mapToObj(i -> member(i, true, Standing.BEHIND))
            .toList());

    @Test
    void itGoesToOneThenToATenthThenToAll() {
        assertThat(sizeOf(next(0))).isEqualTo(1);
        let(0, 1, Standing.SETTLED);
        assertThat(sizeOf(next(1))).isEqualTo(3);
        let(1, 4, Standing.SETTLED);
        assertThat(sizeOf(next(2))).isEqualTo(26);
        let(4, 30, Standing.SETTLED);
        assertThat(next(3)).isEqualTo(new Done());
    }

    @Test
    void nobodyIsNextUntilTheWaveIsWell() {
        let(0, 1, Standing.PENDING);

        assertThat(next(1)).isEqualTo(new Wait());
    }

    @Test
    void itHaltsWhereOneTakesItBackAndSaysWhichAndWhy() {
        let(0, 1, Standing.FAILED);

        assertThat(next(1)).isEqualTo(new Halt("host-00: why"));
    }

    @Test
    void itHaltsWhereOneSaysNothing() {
        let(0, 1, Standing.PENDING);

        assertThat(Waves.next(members, 1, true, NOON.plus(Waves.LONGEST).plusSeconds(1)))
                .isEqualTo(new Halt("host-00: said nothing for 15 min"));
    }

    @Test
    void whoIsOfflineIsNotTheFirstAndIsNotWaitedFor() {
        members.set(0, member(0, false, Standing.BEHIND));
        assertThat(((Release) next(0)).agents()).containsExactly(members.get(1).agent());

        let(1, 30, Standing.SETTLED);
        assertThat(sizeOf(next(2))).isEqualTo(1);
        members.set(0, member(0, false, Standing.PENDING));
        assertThat(next(3)).isEqualTo(new Done());
    }

    @Test
    void withoutWavesItGoesToAllWhoeverFails() {
        let(0, 1, Standing.FAILED);

        assertThat(sizeOf(Waves.next(members, 0, false, NOON))).isEqualTo(29);
        let(1, 30, Standing.SETTLED);
        assertThat(Waves.next(members, 3, false, NOON)).isEqualTo(new Done());
    }

    private Step next(int wave) {
        return Waves.next(members, wave, true, NOON);
    }

    private static int sizeOf(Step step) {
        return ((Release) step).agents().size();
    }

    private void let(int from, int to, Standing standing) {
        IntStream.range(from, to).forEach(i -> members.set(i, member(i, true, standing)));
    }

    private static Member member(int number, boolean online, Standing standing) {
        return new Member(
                new UUID(0, number),
                "host-%02d".formatted(number),
                online,
                standing,
                NOON,
                standing == Standing.FAILED ? "why" : "");
    }
}
