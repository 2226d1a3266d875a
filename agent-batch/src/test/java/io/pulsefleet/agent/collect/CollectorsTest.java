package io.pulsefleet.agent.collect;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CollectorsTest {

    private final List<Collector> gone = new ArrayList<>();

    private final Collectors collectors = new Collectors() {
        @Override
        Collector anew(Collector old) {
            return new Nothing();
        }

        @Override
        void letGo(Collector old) {
            gone.add(old);
        }
    };

    /** SP-08: its settings were changed. */
    @Test
    void oneThatIsOutdatedKeepsItsShiftAndTheNextHasANewOne() {
        var old = new Nothing();
        collectors.gather(List.of(old));

        assertThat(collectors.forShift("nothing")).isSameAs(old);
        collectors.outdate("nothing");
        assertThat(collectors.named("nothing")).isSameAs(old);
        assertThat(gone).isEmpty();

        var made = collectors.forShift("nothing");
        assertThat(made).isNotSameAs(old);
        assertThat(collectors.all()).containsExactly(made);
        assertThat(gone).containsExactly(old);
        assertThat(collectors.forShift("nothing")).isSameAs(made);
    }

    private static final class Nothing implements Collector {

        @Override
        public CollectorInfo info() {
            return new CollectorInfo("nothing", "", Duration.ofSeconds(1), List.of());
        }

        @Override
        public Pass begin(Visit visit) {
            throw new UnsupportedOperationException();
        }
    }
}
