package io.pulsefleet.hub.commit;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefleet.store.metrics.MetricSets;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class UsedSetsTest {

    private static final int EACH = 20_000;

    @Test
    @SuppressWarnings("UnnecessaryAssignment") // there is no container here
    void remembersSoManySetsHoweverManyAgentsUseThem() {
        var used = new UsedSets();
        used.sets = new MetricSets() {
            @Override
            public Set<Integer> used(int agent) {
                return IntStream.range(0, EACH).boxed().collect(Collectors.toSet());
            }
        };
        for (int agent = 0; agent < 40; agent++) {
            assertThat(used.countWith(agent, List.of(1, EACH))).isEqualTo(EACH + 1);
        }
        used.note(39, List.of(1, EACH));

        assertThat(used.remembered()).isEqualTo(24 * EACH + 1);
        assertThat(used.isNoted(39, EACH)).isTrue();
        assertThat(used.isNoted(0, 1)).as("forgotten: it is noted once more").isFalse();
    }
}
