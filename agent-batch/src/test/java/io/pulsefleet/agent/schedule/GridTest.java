package io.pulsefleet.agent.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class GridTest {

    private static final Instant MOMENT = Instant.parse("2026-11-21T10:15:07.250Z");

    @Test
    void visitsFallOnWholeMultiplesSoThatHostsAlign() {
        var grid = new Grid(Duration.ofSeconds(10));

        assertThat(grid.after(MOMENT)).isEqualTo("2026-11-21T10:15:10Z");
        assertThat(grid.last(MOMENT)).isEqualTo("2026-11-21T10:15:00Z");
    }

    @Test
    void theNextIsNeverNow() {
        var grid = new Grid(Duration.ofMillis(250));

        assertThat(grid.after(MOMENT)).isEqualTo("2026-11-21T10:15:07.500Z");
        assertThat(grid.last(MOMENT)).isEqualTo(MOMENT);
    }
}
