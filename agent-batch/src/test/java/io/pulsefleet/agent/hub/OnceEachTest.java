package io.pulsefleet.agent.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class OnceEachTest {

    private final OnceEach once = new OnceEach();

    @Test
    void whatWasBegunIsNotBegunAgainAlsoWhenItIsOver() {
        var id = UUID.randomUUID();

        assertThat(once.begin(id)).isTrue();
        assertThat(once.begin(id)).isFalse();
        once.end();
        assertThat(once.begin(id)).isFalse();
    }

    @Test
    void whatFindsNoPlaceIsBegunWhenThereIsOne() {
        var ids = Stream.generate(UUID::randomUUID).limit(5).toList();
        assertThat(ids.subList(0, 4)).allMatch(once::begin);

        assertThat(once.begin(ids.get(4))).isFalse();
        once.end();
        assertThat(once.begin(ids.get(4))).isTrue();
    }
}
