package io.pulsefleet.hub.query;

import static io.pulsefleet.wire.Frame.MISSING;
import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefleet.wire.Metric.Kind;
import io.pulsefleet.wire.Position;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class VitalsTest {

    private static final Instant AT = Instant.parse("2026-11-21T12:00:00Z");
    private static final List<Position> POSITIONS = List.of(
            position("system.cpu.utilization", "cpu.mode", "user"),
            position("system.cpu.utilization", "cpu.mode", "system"),
            position("system.cpu.utilization", "cpu.mode", "iowait"),
            position("system.memory.utilization", "", ""),
            position("system.filesystem.utilization", "system.filesystem.mountpoint", "/"),
            position("system.filesystem.utilization", "system.filesystem.mountpoint", "/var"));

    @Test
    void waitingForTheDiskIsNotBusyAndTheFullestDiskCounts() {
        var vitals = Vitals.UNKNOWN.after(AT, POSITIONS, new double[] {0.25, 0.125, 0.5, 0.75, 0.1, 0.9});

        assertThat(vitals).isEqualTo(new Vitals(0.375, 0.75, 0.9, AT));
    }

    @Test
    void whatAFrameDoesNotTellStays() {
        var before = new Vitals(0.5, 0.5, 0.5, AT);

        assertThat(before.after(
                        AT.plusSeconds(10), POSITIONS, new double[] {MISSING, MISSING, 1.0, Double.NaN, MISSING, 0.2}))
                .isEqualTo(new Vitals(0.5, 0.5, 0.2, AT.plusSeconds(10)));
    }

    private static Position position(String metric, String label, String value) {
        return new Position(metric, Kind.GAUGE, "1", label.isEmpty() ? Map.of() : Map.of(label, value));
    }
}
