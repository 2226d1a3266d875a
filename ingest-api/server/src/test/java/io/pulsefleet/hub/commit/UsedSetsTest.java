package io.pulsefleet.hub.commit;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefleet.store.metrics.MetricSets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class UsedSetsTest {

    private static final int EACH = 20_000;
    private static final int RECENT = 7;

    @Test
    @SuppressWarnings("UnnecessaryAssignment") // there is no container here
    void remembersSoManySetsHoweverManyAgentsUseThem() {
        var used = new UsedSets();
        used.sets = new MetricSets() {
            @Override
            public Used used(int agent, Duration late) {
                return new Used(IntStream.range(0, EACH).boxed().collect(Collectors.toSet()), RECENT);
            }
        };
        for (int agent = 0; agent < 40; agent++) {
            assertThat(used.recentWith(agent, List.of(1, EACH))).isEqualTo(RECENT + 1);
        }
        used.note(39, List.of(1, EACH));

        assertThat(used.recentWith(39, List.of(EACH, EACH + 1)))
                .as("one of them is new, and one was just now")
                .isEqualTo(RECENT + 2);
        assertThat(used.remembered()).isEqualTo(24 * EACH + 1);
        assertThat(used.isNoted(39, EACH)).isTrue();
        assertThat(used.isNoted(0, 1)).as("forgotten: it is noted once more").isFalse();
    }
}
