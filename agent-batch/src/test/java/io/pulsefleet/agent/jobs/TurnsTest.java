package io.pulsefleet.agent.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefleet.agent.collect.Collector;
import io.pulsefleet.agent.collect.CollectorInfo;
import io.pulsefleet.agent.collect.Pass;
import io.pulsefleet.agent.collect.Visit;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Targets with intervals of their own: SP-11. */
class TurnsTest {

    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

    private final Turns turns = new Turns();

    @Test
    void aTargetWithAnIntervalOfItsOwnHasTheFirstRingOfEachSpan() {
        assertThat(due(7)).containsExactly("always", "minutely"); // its first one at once
        assertThat(due(10)).containsExactly("always");
        assertThat(due(50)).containsExactly("always");
        assertThat(due(60)).containsExactly("always", "minutely");
        assertThat(due(70)).containsExactly("always");
        assertThat(due(190)).containsExactly("always", "minutely"); // rings were left out
        assertThat(due(240)).containsExactly("always", "minutely");
    }

    private List<String> due(int seconds) {
        return turns.due(new Two(), NOON.plusSeconds(seconds));
    }

    private record Two() implements Collector {

        @Override
        public CollectorInfo info() {
            return new CollectorInfo("two", "", Duration.ofSeconds(10), List.of());
        }

        @Override
        public List<String> targets() {
            return List.of("always", "minutely");
        }

        @Override
        public Optional<Duration> every(String target) {
            return target.equals("minutely") ? Optional.of(Duration.ofMinutes(1)) : Optional.empty();
        }

        @Override
        public Pass begin(Visit visit) {
            return Pass.over(List.of());
        }
    }
}
