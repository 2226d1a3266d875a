package io.pulsefleet.hub.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ShearsTest {

    @Test
    void whatIsShortEnoughStays() {
        var shears = new Shears();

        assertThat(shears.to(3, "abc")).isEqualTo("abc");
        assertThat(shears.to(3, null)).isNull();
        assertThat(shears.pids(List.of(1, 2))).containsExactly(1, 2);
        assertThat(shears.hasCut()).isFalse();
    }

    @Test
    void whatIsLongerIsCutAloudAndNotThroughACharacter() {
        var shears = new Shears();

        assertThat(shears.to(3, "abcd")).isEqualTo("abc");
        assertThat(shears.to(3, "ab\ud83d\ude00")).isEqualTo("ab");
        assertThat(shears.hasCut()).isTrue();
    }

    @Test
    void manyPidsAreCutAloud() {
        var shears = new Shears();

        assertThat(shears.pids(IntStream.range(0, 101).boxed().toList())).hasSize(100);
        assertThat(shears.hasCut()).isTrue();
    }
}
