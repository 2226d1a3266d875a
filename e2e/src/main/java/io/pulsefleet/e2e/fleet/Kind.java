package io.pulsefleet.e2e.fleet;

import static io.pulsefleet.wire.Metric.Kind.COUNTER;
import static io.pulsefleet.wire.Metric.Kind.GAUGE;

import io.pulsefleet.wire.Metric;
import java.util.List;

/** How the numbers of a position go, and what such a thing is called. */
enum Kind {
    CONSTANT(GAUGE, "By", "system.memory.limit", "system.filesystem.limit", "system.cpu.logical.count"),
    BUSY_COUNTER(COUNTER, "By", "system.network.io", "system.disk.io", "postgresql.rows", "system.network.packets"),
    WHOLE_GAUGE(GAUGE, "{item}", "system.processes.count", "postgresql.backends", "system.memory.usage"),
    CENT_GAUGE(GAUGE, "%", "hw.temperature", "container.cpu.percent"),
    FULL_DOUBLE(GAUGE, "1", "system.cpu.utilization", "system.filesystem.utilization"),
    SLOW_COUNTER(COUNTER, "{error}", "system.network.errors", "postgresql.deadlocks"),
    RARE_GAUGE(GAUGE, "{connection}", "postgresql.connection.max");

    /** 25 % constants, 25 % busy counters, 17 % whole gauges, 12.5 % with two decimals, 8 % full doubles, 12.5 % slow. */
    private static final String PATTERN = "CBWDCBWSCBFDCBWRCBWSCBFD";

    final Metric.Kind metricKind;
    final String unit;

    @SuppressWarnings("ImmutableEnumChecker") // List.of never changes
    private final List<String> names;

    Kind(Metric.Kind metricKind, String unit, String... names) {
        this.metricKind = metricKind;
        this.unit = unit;
        this.names = List.of(names);
    }

    static Kind of(int position) {
        return switch (PATTERN.charAt(position % PATTERN.length())) {
            case 'C' -> CONSTANT;
            case 'B' -> BUSY_COUNTER;
            case 'W' -> WHOLE_GAUGE;
            case 'D' -> CENT_GAUGE;
            case 'F' -> FULL_DOUBLE;
            case 'S' -> SLOW_COUNTER;
            default -> RARE_GAUGE;
        };
    }

    String name(int position) {
        return names.get(position / PATTERN.length() % names.size());
    }
}
