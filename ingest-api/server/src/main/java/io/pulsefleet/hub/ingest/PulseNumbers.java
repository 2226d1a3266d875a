package io.pulsefleet.hub.ingest;

import static io.pulsefleet.wire.Metric.gauge;

import com.fasterxml.jackson.databind.JsonNode;
import io.pulsefleet.wire.Document;
import io.pulsefleet.wire.Frame;
import io.pulsefleet.wire.Metric;
import io.pulsefleet.wire.RawJson;
import io.pulsefleet.wire.Shipment;
import java.util.List;
import java.util.stream.Stream;

/** A payload as our own job {@code queries} would have shipped it. */
final class PulseNumbers {

    private static final Metric VALUE =
            gauge("pulsefleet.query.value", "1", "The answer, where it is a number.", "query");
    private static final Metric UP = gauge("pulsefleet.collector.up", "1", "Whether the window was a success.");

    private PulseNumbers() {}

    static Shipment shipment(PulsePayload payload) {
        var filled = Stream.concat(queries(payload), HostNumbers.ofStats(payload.stats(), payload.end()).stream())
                .toList();
        return new Shipment(
                filled.stream().map(Sheet.Filled::set).toList(),
                filled.stream().map(Sheet.Filled::frame).toList(),
                List.of(),
                List.of(new Document(PulseWords.KIND, payload.target(), payload.end(), RawJson.of(payload.whole()))),
                List.of());
    }

    /** Of a window that failed no answer counts: the next one asks for its time again. */
    private static Stream<Sheet.Filled> queries(PulsePayload payload) {
        var sheet = new Sheet(PulseWords.KIND, payload.target(), payload.end());
        sheet.put(UP, payload.trouble().isEmpty() ? 1 : 0);
        if (payload.trouble().isPresent()) {
            return sheet.filled().stream();
        }
        payload.stats().properties().forEach(stat -> {
            var name = stat.getKey();
            if (PulseWords.isQuery(name) && name.length() <= 500 && name.indexOf('\0') < 0) {
                sheet.put(VALUE, numberOf(stat.getValue()), name);
            }
        });
        return sheet.filled().stream();
    }

    private static double numberOf(JsonNode answer) {
        if (answer.isBoolean()) {
            return answer.booleanValue() ? 1 : 0;
        }
        return answer.isNumber() ? answer.doubleValue() : Frame.MISSING;
    }
}
