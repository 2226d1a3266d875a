package io.pulsefleet.hub.query;

import io.pulsefleet.wire.Metric;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * One metric of one agent over a span, ready to be drawn.
 *
 * @param kind left out, as the unit, where the agent has no such metric
 * @param as {@code rate} (growth per second) or {@code value} (the average over each step)
 */
public record Series(
        String metric,
        Metric.Kind kind,
        String unit,
        String as,
        Instant from,
        Instant to,
        long stepSeconds,
        List<Line> series) {

    /**
     * @param at the beginning of each step that has a reading, in seconds since 1970
     * @param values one for each of them; null: infinite, which cannot be drawn
     */
    public record Line(
            String collector, String target, Map<String, String> labels, List<Long> at, List<Double> values) {}
}
