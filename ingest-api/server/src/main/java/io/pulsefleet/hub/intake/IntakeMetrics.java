package io.pulsefleet.hub.intake;

import io.pulsefleet.wire.Frame;
import io.pulsefleet.wire.Shipment;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.metrics.Counter;
import org.eclipse.microprofile.metrics.Metadata;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Tag;

/** How much came in, for {@code /metrics}. */
@ApplicationScoped
public class IntakeMetrics {

    @Inject
    MetricRegistry registry;

    void count(Outcome outcome, Shipment shipment) {
        if (outcome instanceof Outcome.Known) {
            shipments("known").inc();
        } else if (outcome instanceof Outcome.UnknownSets) {
            shipments("unknown_sets").inc();
        } else {
            shipments("taken").inc();
            counter("pulsefleet_frames", "Frames stored.").inc(shipment.frames().size());
            counter("pulsefleet_samples", "Numbers stored.").inc(samples(shipment));
        }
    }

    void countRefused() {
        shipments("refused").inc();
    }

    private static long samples(Shipment shipment) {
        var samples = 0L;
        for (var frame : shipment.frames()) {
            for (var value : frame.values()) {
                samples += Frame.isMissing(value) ? 0 : 1;
            }
        }
        return samples;
    }

    private Counter shipments(String outcome) {
        return counter("pulsefleet_shipments", "Shipments, by how it went with them.", new Tag("outcome", outcome));
    }

    private Counter counter(String name, String about, Tag... tags) {
        return registry.counter(
                Metadata.builder().withName(name).withDescription(about).build(), tags);
    }
}
