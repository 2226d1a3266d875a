package io.pulsefleet.agent.collect;

import io.pulsefleet.wire.Metric;
import java.time.Duration;
import java.util.List;

/**
 * The one description of a collector.
 *
 * @param name also the name of its job: {@code system}
 * @param every from one visit to the next, where neither a setting nor the hub's plan says otherwise
 * @param metrics all that it may emit
 */
public record CollectorInfo(String name, String about, Duration every, List<Metric> metrics) {}
