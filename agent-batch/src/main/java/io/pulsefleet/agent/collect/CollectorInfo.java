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
 * @param entities labels whose values come and go, as the name of a container or of a program: what bears one of them is
 *     stored by itself, so that a newcomer names its own positions only and not those of all its neighbours anew
 */
public record CollectorInfo(String name, String about, Duration every, List<Metric> metrics, List<String> entities) {

    /** Of a target whose parts stay. */
    public CollectorInfo(String name, String about, Duration every, List<Metric> metrics) {
        this(name, about, every, metrics, List.of());
    }
}
