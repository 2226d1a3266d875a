package io.pulsefleet.hub.query;

import io.pulsefleet.wire.Metric;
import java.util.List;
import java.util.Map;

/**
 * A metric that an agent has.
 *
 * @param labels the values that each label has had
 */
public record MetricRow(
        String metric,
        Metric.Kind kind,
        String unit,
        String collector,
        String target,
        Map<String, List<String>> labels) {}
