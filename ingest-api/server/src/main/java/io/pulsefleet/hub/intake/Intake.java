package io.pulsefleet.hub.intake;

import io.pulsefleet.hub.access.Caller;
import io.pulsefleet.hub.commit.Answers;
import io.pulsefleet.hub.commit.Groups;
import io.pulsefleet.hub.commit.Outcome;
import io.pulsefleet.hub.commit.Parcel;
import io.pulsefleet.hub.commit.UsedSets;
import io.pulsefleet.hub.http.HttpConfig;
import io.pulsefleet.hub.http.Moments;
import io.pulsefleet.hub.http.Problems;
import io.pulsefleet.hub.intake.KnownSets.KnownSet;
import io.pulsefleet.hub.live.Arrivals;
import io.pulsefleet.hub.log.Entry;
import io.pulsefleet.store.metrics.Frames.NewFrame;
import io.pulsefleet.store.metrics.Receipts;
import io.pulsefleet.wire.Json;
import io.pulsefleet.wire.Measured;
import io.pulsefleet.wire.Metric;
import io.pulsefleet.wire.MetricSet;
import io.pulsefleet.wire.Position;
import io.pulsefleet.wire.Problem;
import io.pulsefleet.wire.Shipment;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.WebApplicationException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Takes what agents send: checks it, makes a parcel of it, and hands that on. */
@ApplicationScoped
public class Intake {

    /** Where single readings stand that came in the simple form. */
    private static final String COLLECTOR = "metrics";

    private static final String TARGET = "host";

    static final Duration PAST = HttpConfig.settings().get(IntakeConfig.PAST);
    static final Duration FUTURE = HttpConfig.settings().get(IntakeConfig.FUTURE);

    @Inject
    KnownSets sets;

    @Inject
    UsedSets used;

    @Inject
    Receipts receipts;

    @Inject
    Groups groups;

    @Inject
    LoggedShipments logged;

    @Inject
    IntakeMetrics metrics;

    @Inject
    Arrivals arrivals;

    private final int mostSets = HttpConfig.settings().get(IntakeConfig.SETS);

    /** @throws WebApplicationException what is wrong with it, or why it is not taken now; the stage may fail so, too */
    public CompletionStage<Receipt> take(Caller.Agent agent, String segment, Shipment shipment) {
        try {
            Manifest.check(segment, shipment);
            var named = named(shipment);
            var known = new HashMap<>(sets.find(named));
            var brought = brought(shipment, named, known);
            if (known.size() + brought.size() < named.size()) {
                named.removeAll(known.keySet());
                named.removeAll(brought.keySet());
                return CompletableFuture.completedStage(metrics.count(
                        receipts.has(agent.number(), segment)
                                ? new Receipt.Known()
                                : new Receipt.UnknownSets(List.copyOf(named))));
            }
            Manifest.checkLengths(shipment, sizes(known, brought));
            define(agent, brought, known);
            var now = Instant.now();
            var window = Window.around(now, PAST, FUTURE);
            var parcel = Manifest.pack(agent.number(), segment, shipment, known, window);
            var dropped = (int) shipment.frames().stream()
                    .filter(frame -> !window.holds(frame.at()))
                    .count();
            var frames = shipment.frames().size() - dropped; // what waits must not hold the shipment itself
            var readings = parcel.readings();
            var arrival = arrivals.of(agent.id(), shipment);
            var log = logged.log();
            if (log.isPresent()) {
                return log.get()
                        .append(new Entry(agent.number(), segment, now, Json.bytes(shipment)))
                        .thenApply(has ->
                                tell(arrival, metrics.count(new Receipt.Taken(dropped), frames, readings, dropped)));
            }
            return groups.offer(parcel)
                    .thenApply(outcome ->
                            tell(arrival, metrics.count(receipt(outcome, dropped), frames, readings, dropped)));
        } catch (WebApplicationException refused) {
            metrics.countRefused();
            throw refused;
        }
    }

    private static Receipt tell(Runnable arrival, Receipt receipt) {
        if (receipt instanceof Receipt.Taken) {
            arrival.run();
        }
        return receipt;
    }

    private static Receipt receipt(Outcome outcome, int dropped) {
        return Answers.isTaken(outcome) ? new Receipt.Taken(dropped) : new Receipt.Known();
    }

    /** The hashes of the sets that its frames name. */
    static Set<String> named(Shipment shipment) {
        var named = new TreeSet<String>();
        String last = null;
        for (var frame : shipment.frames()) {
            if (!frame.set().equals(last)) {
                last = frame.set();
                named.add(last);
            }
        }
        return named;
    }

    /** The sets that come along, are named, and are not known. What no frame names is not kept. */
    private static Map<String, MetricSet> brought(Shipment shipment, Set<String> named, Map<String, KnownSet> known) {
        var brought = new HashMap<String, MetricSet>();
        for (var set : shipment.sets()) {
            var hash = set.hash();
            if (named.contains(hash) && !known.containsKey(hash)) {
                brought.put(hash, set);
            }
        }
        return brought;
    }

    static Map<String, Integer> sizes(Map<String, KnownSet> known, Map<String, MetricSet> brought) {
        var sizes = new HashMap<String, Integer>();
        known.forEach((hash, set) -> sizes.put(hash, set.size()));
        brought.forEach((hash, set) -> sizes.put(hash, set.positions().size()));
        return sizes;
    }

    /** Keeps the sets that are not known, within the agent's limit. */
    private void define(Caller.Agent agent, Map<String, MetricSet> unknown, Map<String, KnownSet> known) {
        var ids = known.values().stream().map(KnownSet::id).toList();
        if (used.recentWith(agent.number(), ids) + unknown.size() > mostSets) {
            throw Problems.exception(Problem.of(
                    422,
                    "Too many metric sets",
                    "An agent may begin to use " + mostSets
                            + " metric sets in 30 days and this one would use more. Some label has a new"
                            + " value all the time: leave it out, or raise PULSE_INTAKE_SETS at the hub."));
        }
        if (!unknown.isEmpty()) {
            known.putAll(sets.add(unknown));
        }
    }

    /**
     * Each series of the simple form is a set of one position. It has no receipt: it bears no name under which it could
     * come twice. The stage gives how many readings were stored.
     */
    CompletionStage<Integer> take(Caller.Agent agent, Measured measured) {
        var now = Instant.now();
        var defined = new LinkedHashMap<String, MetricSet>();
        var hashes = new String[measured.metrics().size()];
        for (int i = 0; i < hashes.length; i++) {
            var value = measured.metrics().get(i);
            var field = "metrics[" + i + "]";
            Manifest.plain(field + ".name", value.name());
            Manifest.labels(field + ".labels", value.labels());
            Moments.check(field + ".at", value.at());
            var set = new MetricSet(
                    COLLECTOR, TARGET, List.of(new Position(value.name(), Metric.Kind.GAUGE, "1", value.labels())));
            hashes[i] = set.hash();
            defined.put(hashes[i], set);
        }
        var known = new HashMap<>(sets.find(defined.keySet()));
        defined.keySet().removeAll(known.keySet());
        define(agent, defined, known);
        var window = Window.around(now, PAST, FUTURE);
        var parcel = Parcel.ofReadings(agent.number(), hashes.length * 80);
        var dropped = 0;
        for (int i = 0; i < hashes.length; i++) {
            var value = measured.metrics().get(i);
            var at = value.at() == null ? now : value.at();
            if (window.holds(at)) {
                var set = known.get(hashes[i]).id();
                parcel.add(new NewFrame(at, agent.number(), set, new double[] {value.value()}));
            } else {
                dropped++;
            }
        }
        var stored = hashes.length - dropped;
        var left = dropped;
        var readings = parcel.readings();
        return groups.offer(parcel).thenApply(outcome -> {
            metrics.count(receipt(outcome, left), stored, readings, left);
            return stored;
        });
    }
}
