package io.pulsefleet.hub.query;

import io.pulsefleet.wire.Position;
import java.time.Instant;
import java.util.List;

/**
 * How busy a host was at its newest visit: shares from 0 to 1, null where it is not known.
 *
 * @param disk of the fullest file system
 * @param at when it was last read
 */
record Vitals(Double cpu, Double memory, Double disk, Instant at) {

    static final Vitals UNKNOWN = new Vitals(null, null, null, null);

    private static final String CPU = "system.cpu.utilization";
    private static final String MEMORY = "system.memory.utilization";
    private static final String DISK = "system.filesystem.utilization";

    /** What it is read from. */
    static final List<String> METRICS = List.of(CPU, MEMORY, DISK);

    /** All modes but idle and waiting for the disk. */
    private static final List<String> BUSY = List.of("user", "system", "nice", "interrupt", "steal");

    /** What this frame tells, and where it tells nothing, what was known before. */
    Vitals after(Instant readAt, List<Position> positions, double[] values) {
        var busy = cpu(positions, values);
        var used = fullest(MEMORY, positions, values);
        var full = fullest(DISK, positions, values);
        return new Vitals(busy == null ? cpu : busy, used == null ? memory : used, full == null ? disk : full, readAt);
    }

    /** Without the shares: they are too old to be called the present. */
    Vitals onlyWhen() {
        return new Vitals(null, null, null, at);
    }

    private static Double cpu(List<Position> positions, double[] values) {
        Double busy = null;
        for (int i = 0; i < values.length; i++) {
            var position = positions.get(i);
            if (isOf(CPU, position, values[i])
                    && BUSY.contains(position.labels().get("cpu.mode"))) {
                busy = (busy == null ? 0 : busy) + values[i];
            }
        }
        return busy == null ? null : Double.valueOf(Math.min(busy, 1));
    }

    private static Double fullest(String metric, List<Position> positions, double[] values) {
        Double fullest = null;
        for (int i = 0; i < values.length; i++) {
            if (isOf(metric, positions.get(i), values[i]) && (fullest == null || values[i] > fullest)) {
                fullest = values[i];
            }
        }
        return fullest;
    }

    private static boolean isOf(String metric, Position position, double value) {
        return Double.isFinite(value) && position.metric().equals(metric);
    }
}
