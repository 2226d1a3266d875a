package io.pulsefleet.hub.databases;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.pulsefleet.hub.http.Problems;
import io.pulsefleet.store.documents.Documents;
import io.pulsefleet.store.postgres.Server;
import io.pulsefleet.wire.Json;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What is kept of a server as it was told: settings, tables, indexes, replication, and the server itself. */
@ApplicationScoped
public class Papers {

    private static final Set<String> KINDS = Set.of("settings", "tables", "indexes", "replication", "server");

    /** What is told is told at least that often. */
    private static final Duration LOOK_BACK = Duration.ofDays(7);

    /** The parts of one kind are told at their own intervals, the rarest every hour and the others every few minutes. */
    private static final int MOST = 15;

    @Inject
    Documents documents;

    /**
     * @param at when the newest of it was told; left out: nothing was
     * @param toldAt when each part was told
     * @param body each part as it was told last
     */
    @JsonNaming(SnakeCaseStrategy.class)
    public record PaperView(
            String kind,
            Instant at,
            Map<String, Instant> toldAt,
            Map<String, JsonNode> body,
            List<ChangeView> changes) {}

    /**
     * @param from its value then; left out where it is not known
     * @param to its value now
     */
    public record ChangeView(String name, String from, String to, String unit, String source) {}

    PaperView newest(Server server, String kind, Instant until) {
        return newest(server, kind, until, null);
    }

    /** Of settings also what is other than it was. */
    PaperView changed(Server server, Instant from, Instant until) {
        var before = newest(server, "settings", from, null);
        var now = newest(server, "settings", until, null);
        return new PaperView(
                now.kind(),
                now.at(),
                now.toldAt(),
                now.body(),
                before.at() == null ? List.of() : changes(settings(before), settings(now)));
    }

    private PaperView newest(Server server, String kind, Instant until, List<ChangeView> changes) {
        if (!KINDS.contains(kind)) {
            throw Problems.badField("kind", "must be one of " + String.join(", ", new TreeSet<>(KINDS)));
        }
        var told = documents.recent(
                server.agent(), server.target(), "postgresql." + kind, until, until.minus(LOOK_BACK), MOST);
        var toldAt = new TreeMap<String, Instant>();
        var body = new LinkedHashMap<String, JsonNode>();
        for (var document : told) {
            read(document.body()).properties().forEach(part -> {
                if (body.putIfAbsent(part.getKey(), part.getValue()) == null) {
                    toldAt.put(part.getKey(), document.at());
                }
            });
        }
        return new PaperView(kind, told.isEmpty() ? null : told.get(0).at(), toldAt, body, changes);
    }

    private static JsonNode read(byte[] body) {
        try {
            return Json.read(body, JsonNode.class);
        } catch (IOException unreadable) {
            throw new IllegalStateException("A stored document is no JSON.", unreadable);
        }
    }

    private static Map<String, JsonNode> settings(PaperView paper) {
        var settings = new TreeMap<String, JsonNode>();
        for (var setting : paper.body().getOrDefault("settings", MissingNode.getInstance())) {
            settings.put(setting.path("name").asText(""), setting);
        }
        return settings;
    }

    /** Only what is not at its default is told: one that is missing has its default, which the other row tells. */
    static List<ChangeView> changes(Map<String, JsonNode> before, Map<String, JsonNode> now) {
        var names = new TreeSet<>(before.keySet());
        names.addAll(now.keySet());
        var changes = new ArrayList<ChangeView>();
        for (var name : names) {
            var old = before.get(name);
            var fresh = now.get(name);
            var from = old == null ? text(fresh, "boot_val") : text(old, "setting");
            var to = fresh == null ? text(old, "boot_val") : text(fresh, "setting");
            if (!String.valueOf(from).equals(String.valueOf(to))) {
                var row = fresh == null ? old : fresh;
                changes.add(new ChangeView(
                        name, from, to, text(row, "unit"), fresh == null ? "default" : text(fresh, "source")));
            }
        }
        return List.copyOf(changes);
    }

    private static String text(JsonNode row, String field) {
        var value = row.path(field);
        return value.isMissingNode() || value.isNull() ? null : value.asText();
    }
}
