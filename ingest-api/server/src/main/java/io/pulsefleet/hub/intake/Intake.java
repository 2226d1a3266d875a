package io.pulsefleet.hub.intake;

import io.pulsefleet.hub.access.Caller;
import io.pulsefleet.hub.http.Moments;
import io.pulsefleet.wire.Frame;
import io.pulsefleet.wire.Measured;
import io.pulsefleet.wire.Metric;
import io.pulsefleet.wire.MetricSet;
import io.pulsefleet.wire.Position;
import io.pulsefleet.wire.Shipment;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.WebApplicationException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.UUID;

/** Takes what agents send. */
@ApplicationScoped
public class Intake {

    /** Where single readings stand that came in the simple form. */
    private static final String COLLECTOR = "metrics";

    private static final String TARGET = "host";

    @Inject
    Warehouse warehouse;

    @Inject
    IntakeMetrics metrics;

    Outcome take(Caller.Agent agent, String segment, Shipment shipment) {
        try {
            Manifest.check(segment, shipment);
            var outcome = warehouse
                    .store(List.of(new Parcel(agent.number(), segment, shipment)))
                    .get(0);
            metrics.count(outcome, shipment);
            return outcome;
        } catch (WebApplicationException refused) {
            metrics.countRefused();
            throw refused;
        }
    }

    /** Each series of the simple form is a set of one position. Returns how many readings were stored. */
    int take(Caller.Agent agent, Measured measured) {
        var now = Instant.now();
        var sets = new LinkedHashMap<String, MetricSet>();
        var frames = new ArrayList<Frame>();
        for (int i = 0; i < measured.metrics().size(); i++) {
            var value = measured.metrics().get(i);
            var field = "metrics[" + i + "]";
            Manifest.plain(field + ".name", value.name());
            Manifest.labels(field + ".labels", value.labels());
            Moments.check(field + ".at", value.at());
            var position = new Position(value.name(), Metric.Kind.GAUGE, "1", value.labels());
            var set = new MetricSet(COLLECTOR, TARGET, List.of(position));
            sets.put(set.hash(), set);
            frames.add(new Frame(set.hash(), value.at() == null ? now : value.at(), new double[] {value.value()}));
        }
        // nobody will ask for this segment again: the simple form has no name that could come twice
        take(agent, "m-" + UUID.randomUUID(), Shipment.ofFrames(frames).with(List.copyOf(sets.values())));
        return frames.size();
    }
}
