package io.pulsefleet.agent.push;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pulsefleet.agent.spool.Copies.Definitions;
import io.pulsefleet.wire.Document;
import io.pulsefleet.wire.Frame;
import io.pulsefleet.wire.Json;
import io.pulsefleet.wire.MetricSet;
import io.pulsefleet.wire.Shipment;
import io.pulsefleet.wire.postgres.PostgresKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What was read of PostgreSQL servers and of their host, each kind apart, with the project id (PG-08).
 *
 * <pre>
 * {"project_id": "shop", "type": "locks", "timestamp": "2026-11-21T10:15:00Z", "target": "main",
 *  "locks": [], "count": 0, "has_blocking": false}
 * {"project_id": "shop", "type": "system", "timestamp": "2026-11-21T10:15:00Z", "target": "host",
 *  "cpu": {"count": 2, "percent": 12.5}, "memory": {...}, "disks": [...], "disk_io": {...}}
 * </pre>
 */
final class Messages implements Wanted {

    private static final int MOST_REMEMBERED = 1_000;

    private final String project;

    /** By hash; empty: of something else than the host. Whoever asks holds the spool's lock. */
    private final Map<String, Optional<MetricSet>> seen = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Optional<MetricSet>> oldest) {
            return size() > MOST_REMEMBERED;
        }
    };

    Messages(String project) {
        this.project = project;
    }

    @Override
    public List<byte[]> of(Shipment shipment, Definitions definitions) throws IOException {
        var messages = new ArrayList<byte[]>();
        for (var frame : shipment.frames()) {
            var set = ofHost(frame, definitions);
            if (set.isPresent()) {
                messages.add(message("system", frame.at(), set.get().target(), HostWords.of(set.get(), frame)));
            }
        }
        for (var document : shipment.documents()) {
            var kind = PostgresKind.of(document.kind());
            if (kind.isPresent()) {
                var type = kind.get().name().toLowerCase(Locale.ROOT);
                messages.add(message(type, document.at(), document.target(), body(document)));
            }
        }
        return messages;
    }

    /** One whose set is not known any more is no visit of the host that anybody could read. */
    private Optional<MetricSet> ofHost(Frame frame, Definitions definitions) throws IOException {
        var known = seen.get(frame.set());
        if (known == null) {
            known = definitions.find(frame.set()).filter(HostWords::speakOf);
            seen.put(frame.set(), known);
        }
        return known;
    }

    private byte[] message(String type, Instant at, String target, ObjectNode body) {
        var message = JsonNodeFactory.instance.objectNode();
        message.put("project_id", project);
        message.put("type", type);
        message.put("timestamp", at.toString());
        message.put("target", target);
        message.setAll(body);
        return Json.bytes(message);
    }

    private static ObjectNode body(Document document) throws IOException {
        return (ObjectNode) Json.read(document.body().text().getBytes(StandardCharsets.UTF_8), JsonNode.class);
    }
}
