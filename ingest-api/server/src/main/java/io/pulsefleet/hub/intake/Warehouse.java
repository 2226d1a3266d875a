package io.pulsefleet.hub.intake;

import io.pulsefleet.hub.fleet.StoredRuns;
import io.pulsefleet.hub.http.Problems;
import io.pulsefleet.hub.intake.KnownSets.KnownSet;
import io.pulsefleet.store.documents.Documents;
import io.pulsefleet.store.documents.Documents.NewDocument;
import io.pulsefleet.store.fleet.Runs;
import io.pulsefleet.store.logs.LogLines;
import io.pulsefleet.store.logs.LogLines.NewLine;
import io.pulsefleet.store.metrics.Frames;
import io.pulsefleet.store.metrics.Frames.NewFrame;
import io.pulsefleet.store.metrics.Receipts;
import io.pulsefleet.wire.Document;
import io.pulsefleet.wire.Frame;
import io.pulsefleet.wire.Json;
import io.pulsefleet.wire.LogLine;
import io.pulsefleet.wire.MetricSet;
import io.pulsefleet.wire.Shipment;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Puts parcels into the store.
 *
 * <p>(1) A receipt and all that its segment holds are written in one transaction: both are there, or neither. (2) All
 * parcels of one call share the transaction. (3) The receipt comes first: whoever brings the same segment meanwhile waits
 * there, and then learns that it is known.
 */
@ApplicationScoped
public class Warehouse {

    @Inject
    KnownSets sets;

    @Inject
    Receipts receipts;

    @Inject
    Frames frames;

    @Inject
    LogLines lines;

    @Inject
    Documents documents;

    @Inject
    Runs runs;

    /** What goes by COPY, gathered over all parcels. */
    private record Load(List<NewFrame> frames, List<NewLine> lines, List<NewDocument> documents) {}

    /**
     * Returns how it went, in the order of the parcels.
     *
     * @throws jakarta.ws.rs.WebApplicationException 400 when a frame does not fit its set; nothing is kept then
     */
    @Transactional
    public List<Outcome> store(List<Parcel> parcels) {
        var load = new Load(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        var known = new HashMap<>(sets.find(named(parcels))); // asked before anything is written: see KnownSets
        var outcomes =
                parcels.stream().map(parcel -> store(parcel, known, load)).toList();
        var now = Instant.now();
        frames.write(now, load.frames(), Frame::isMissing);
        lines.write(now, load.lines());
        documents.write(now, load.documents());
        return outcomes;
    }

    private Outcome store(Parcel parcel, Map<String, KnownSet> known, Load load) {
        var missing = named(List.of(parcel));
        missing.removeAll(known.keySet());
        var defined = new HashMap<String, MetricSet>();
        parcel.shipment().sets().forEach(set -> defined.put(set.hash(), set));
        defined.keySet().retainAll(missing);
        missing.removeAll(defined.keySet());
        if (!missing.isEmpty()) {
            return receipts.has(parcel.agent(), parcel.segment())
                    ? new Outcome.Known()
                    : new Outcome.UnknownSets(List.copyOf(missing));
        }
        if (!receipts.write(parcel.agent(), parcel.segment())) {
            return new Outcome.Known();
        }
        known.putAll(sets.add(defined.values()));
        sets.use(parcel.agent(), named(List.of(parcel)).stream().map(known::get).toList());
        pack(parcel.agent(), parcel.shipment(), known, load);
        runs.hear(
                parcel.agent(), StoredRuns.of(parcel.agent(), parcel.shipment().runs()));
        return new Outcome.Taken();
    }

    /** The hashes of the sets that they define or use. */
    private static Set<String> named(List<Parcel> parcels) {
        var named = new TreeSet<String>();
        for (var parcel : parcels) {
            parcel.shipment().sets().forEach(set -> named.add(set.hash()));
            parcel.shipment().frames().forEach(frame -> named.add(frame.set()));
        }
        return named;
    }

    private static void pack(int agent, Shipment shipment, Map<String, KnownSet> known, Load load) {
        for (int i = 0; i < shipment.frames().size(); i++) {
            var frame = shipment.frames().get(i);
            load.frames().add(pack(agent, i, frame, known.get(frame.set())));
        }
        for (int i = 0; i < shipment.documents().size(); i++) {
            load.documents().add(pack(agent, i, shipment.documents().get(i)));
        }
        shipment.lines().forEach(line -> load.lines().add(pack(agent, line)));
    }

    private static NewFrame pack(int agent, int index, Frame frame, KnownSet set) {
        if (frame.values().length != set.size()) {
            throw Problems.badField(
                    "frames[" + index + "].values",
                    "must have " + set.size() + " values, one for each position of its set; it has "
                            + frame.values().length);
        }
        return new NewFrame(frame.at(), agent, set.id(), frame.values());
    }

    private static NewLine pack(int agent, LogLine line) {
        return new NewLine(line.at(), agent, line.source(), line.severity(), line.text(), Attributes.json(line));
    }

    private static NewDocument pack(int agent, int index, Document document) {
        try {
            return new NewDocument(
                    document.at(), agent, document.kind(), document.target(), Json.bytes(document.body()));
        } catch (UncheckedIOException halfOfAPair) {
            throw Problems.badField("documents[" + index + "].body", "holds a text that is not valid Unicode");
        }
    }
}
