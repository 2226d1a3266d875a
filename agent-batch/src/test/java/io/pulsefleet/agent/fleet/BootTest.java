package io.pulsefleet.agent.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BootTest {

    @Test
    void itsIdFitsASegmentsName() {
        assertThat(Boot.id(Instant.parse("2026-11-21T10:15:00.123Z"), new Random(1)))
                .matches("[a-z0-9]{8}-[a-z0-9]{4}");
    }

    @Test
    void idsSortAsTheStartsDo() {
        var random = new Random(1);

        assertThat(Boot.id(Instant.parse("2026-11-21T10:15:00.123Z"), random))
                .isLessThan(Boot.id(Instant.parse("2026-11-21T10:15:00.124Z"), random));
    }

    @Test
    void knowsTheVersionOfThisBuild() {
        assertThat(Boot.now().version()).matches("\\d+\\.\\d+\\.\\d+.*");
    }
}
