package io.pulsefleet.hub.intake;

import jakarta.annotation.PostConstruct;
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

    private Counter taken;
    private Counter known;
    private Counter unknownSets;
    private Counter refused;
    private Counter frames;
    private Counter samples;
    private Counter dropped;

    @PostConstruct
    void declare() {
        taken = shipments("taken");
        known = shipments("known");
        unknownSets = shipments("unknown_sets");
        refused = shipments("refused");
        frames = counter("pulsefleet_frames", "Frames stored.");
        samples = counter("pulsefleet_samples", "Numbers stored.");
        dropped = counter("pulsefleet_frames_dropped", "Frames left out, for their moment is too far from now.");
    }

    Receipt count(Receipt receipt) {
        return count(receipt, 0, 0, 0);
    }

    Receipt count(Receipt receipt, int moreFrames, long moreSamples, int leftOut) {
        if (receipt instanceof Receipt.Known) {
            known.inc();
        } else if (receipt instanceof Receipt.UnknownSets) {
            unknownSets.inc();
        } else {
            taken.inc();
            frames.inc(moreFrames);
            samples.inc(moreSamples);
            dropped.inc(leftOut);
        }
        return receipt;
    }

    void countRefused() {
        refused.inc();
    }

    private Counter shipments(String outcome) {
        return counter("pulsefleet_shipments", "Shipments, by how it went with them.", new Tag("outcome", outcome));
    }

    private Counter counter(String name, String about, Tag... tags) {
        return registry.counter(
                Metadata.builder().withName(name).withDescription(about).build(), tags);
    }
}
