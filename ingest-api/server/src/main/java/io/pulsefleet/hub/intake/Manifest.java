package io.pulsefleet.hub.intake;

import io.pulsefleet.hub.commit.Parcel;
import io.pulsefleet.hub.events.EventRow;
import io.pulsefleet.hub.fleet.StoredRuns;
import io.pulsefleet.hub.http.Moments;
import io.pulsefleet.hub.http.Problems;
import io.pulsefleet.hub.intake.KnownSets.KnownSet;
import io.pulsefleet.hub.postgres.Unfolding;
import io.pulsefleet.hub.uptime.HeartbeatRows;
import io.pulsefleet.store.PlainText;
import io.pulsefleet.store.documents.Documents.NewDocument;
import io.pulsefleet.store.logs.LogLines.NewLine;
import io.pulsefleet.store.metrics.Frames.NewFrame;
import io.pulsefleet.wire.Document;
import io.pulsefleet.wire.MetricSet;
import io.pulsefleet.wire.Position;
import io.pulsefleet.wire.Shipment;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Whether a shipment can be stored, as far as it can be told without the store. A mistake is told with 400 and the name
 * of the field, and would be told again.
 */
final class Manifest {

    private static final Pattern SEGMENT = Pattern.compile("[a-z0-9-]{1,80}");

    private Manifest() {}

    static void check(String segment, Shipment shipment) {
        if (!SEGMENT.matcher(segment).matches()) {
            throw Problems.badField("segment", "must be 1 to 80 of a-z, 0-9 and '-'");
        }
        for (int i = 0; i < shipment.sets().size(); i++) {
            check("sets[" + i + "]", shipment.sets().get(i));
        }
        for (int i = 0; i < shipment.frames().size(); i++) {
            Moments.check("frames[" + i + "].at", shipment.frames().get(i).at());
        }
        for (int i = 0; i < shipment.lines().size(); i++) {
            Moments.check("lines[" + i + "].at", shipment.lines().get(i).at());
        }
        for (int i = 0; i < shipment.documents().size(); i++) {
            Moments.check("documents[" + i + "].at", shipment.documents().get(i).at());
        }
        StoredRuns.check(shipment.runs());
    }

    /**
     * Whether each frame has a value for each position of its set; before anything is made of it.
     *
     * @param sizes of the sets that its frames name
     */
    static void checkLengths(Shipment shipment, Map<String, Integer> sizes) {
        for (int i = 0; i < shipment.frames().size(); i++) {
            var frame = shipment.frames().get(i);
            var size = sizes.get(frame.set());
            if (frame.values().length != size) {
                throw Problems.badField(
                        "frames[" + i + "].values",
                        "must have " + size + " values, one for each position of its set; it has "
                                + frame.values().length);
            }
        }
    }

    /**
     * Makes a parcel of it.
     *
     * @param known at least the sets that its frames name, as long as these
     */
    static Parcel pack(int agent, String segment, Shipment shipment, Map<String, KnownSet> known, Window window) {
        var parcel = Parcel.ofSegment(agent, segment, expected(shipment));
        for (var frame : shipment.frames()) {
            if (window.holds(frame.at())) {
                parcel.add(
                        new NewFrame(frame.at(), agent, known.get(frame.set()).id(), frame.values()));
            }
        }
        var unfolding = new Unfolding(agent);
        for (int i = 0; i < shipment.documents().size(); i++) {
            var field = "documents[" + i + "]";
            var document = shipment.documents().get(i);
            if (EventRow.isOne(document)) {
                parcel.add(EventRow.of(field, agent, document));
            } else if (HeartbeatRows.isOne(document)) {
                parcel.addHeartbeats(HeartbeatRows.of(field, agent, document, window::holds));
            } else if (!unfolding.take(field, document)) {
                parcel.add(pack(agent, document));
            }
        }
        unfolding.gathered().ifPresent(parcel::add);
        for (var line : shipment.lines()) {
            parcel.add(
                    new NewLine(line.at(), agent, line.source(), line.severity(), line.text(), Attributes.json(line)));
        }
        parcel.add(StoredRuns.of(agent, shipment.runs()));
        return parcel;
    }

    /** About how many bytes its frames become. */
    private static int expected(Shipment shipment) {
        var bytes = 0;
        for (var frame : shipment.frames()) {
            bytes += 72 + 12 * frame.values().length;
        }
        return bytes;
    }

    private static NewDocument pack(int agent, Document document) {
        var body = PlainText.of(document.body().text()).getBytes(StandardCharsets.UTF_8);
        return new NewDocument(document.at(), agent, document.kind(), document.target(), body);
    }

    /** A set's texts are what its name is made of: they are kept as they are, or refused. */
    private static void check(String field, MetricSet set) {
        plain(field + ".collector", set.collector());
        plain(field + ".target", set.target());
        for (int i = 0; i < set.positions().size(); i++) {
            check(field + ".positions[" + i + "]", set.positions().get(i));
        }
    }

    private static void check(String field, Position position) {
        plain(field + ".metric", position.metric());
        plain(field + ".unit", position.unit());
        labels(field + ".labels", position.labels());
    }

    static void labels(String field, Map<String, String> labels) {
        labels.forEach((name, value) -> {
            plain(field, name);
            if (value == null) {
                throw Problems.badField(field + "." + name, "must be a text");
            }
            plain(field + "." + name, value);
        });
    }

    static void plain(String field, String text) {
        if (!text.equals(PlainText.of(text))) {
            throw Problems.badField(field, "must not contain a NUL character or half of a surrogate pair");
        }
    }
}
