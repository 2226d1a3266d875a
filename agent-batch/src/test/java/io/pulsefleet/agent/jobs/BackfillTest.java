package io.pulsefleet.agent.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BackfillTest {

    @ParameterizedTest
    @ValueSource(strings = {"45m", "2h", "90s", "1500ms"})
    void aStepIsToldAsItIsAskedFor(String step) {
        assertThat(Backfill.text(Backfill.readStep(step))).isEqualTo(step);
    }
}
