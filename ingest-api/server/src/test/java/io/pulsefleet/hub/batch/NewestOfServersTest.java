package io.pulsefleet.hub.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NewestOfServersTest {

    @Test
    void aServerInTroubleIsLeftInPeaceForLongerEachTimeUpToAMinute() {
        assertThat(IntStream.of(0, 1, 2, 3, 4, 5, 1_000_000)
                        .mapToLong(
                                troubles -> NewestOfServers.pauseAfter(troubles).toSeconds()))
                .containsExactly(4L, 8L, 16L, 32L, 64L, 64L, 64L);
    }
}
