package io.pulsefleet.hub.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefleet.wire.batch.Execution;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RememberedTest {

    private static final long ROOM = 100_000;

    private final Remembered remembered = new Remembered(ROOM);

    private static Execution one(String value) {
        return new Execution("job", 1, 1, "COMPLETED", "", null, null, null, null, Map.of("text", value), List.of());
    }

    @Test
    void whatWasNotAskedForLongestGoesFirstWhenThereIsNoRoom() {
        remembered.put("a", List.of(one("x".repeat(10_000))));
        remembered.put("b", List.of(one("x".repeat(10_000))));
        assertThat(remembered.get("a")).isPresent();

        remembered.put("c", List.of(one("x".repeat(30_000))));

        assertThat(remembered.get("a")).isPresent();
        assertThat(remembered.get("b")).isEmpty();
        assertThat(remembered.get("c")).isPresent();
        assertThat(remembered.size()).isBetween(80_000L, ROOM);
    }

    @Test
    void whatIsLargerThanTheRoomIsNotRemembered() {
        remembered.put("a", List.of(one("x".repeat(60_000))));

        assertThat(remembered.get("a")).isEmpty();
        assertThat(remembered.size()).isZero();
    }

    @Test
    void whatIsChangedTakesTheRoomThatItHasThen() {
        remembered.put("a", List.of(one("x")));
        var small = remembered.size();
        remembered.change("a", same -> one("x".repeat(1_000)));
        remembered.change("gone", same -> one("x".repeat(1_000)));
        assertThat(remembered.size()).isEqualTo(small + 2 * 999);

        remembered.change("a", same -> one("x"));
        assertThat(remembered.size()).isEqualTo(small);
    }
}
