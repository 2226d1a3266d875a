package io.pulsefleet.hub.containers;

import com.fasterxml.jackson.databind.JsonNode;
import io.pulsefleet.hub.http.Problems;
import io.pulsefleet.store.documents.Documents;
import io.pulsefleet.store.fleet.Roster;
import io.pulsefleet.wire.Json;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Finds what was told of a host's containers. */
@ApplicationScoped
public class Containers {

    private static final String TARGET = "docker";

    /** A snapshot is told each minute; one that is older than this is of a host that is no longer watched. */
    private static final Duration LOOK_BACK = Duration.ofDays(7);

    private static final Duration EVENTS_OF = Duration.ofDays(1);

    @Inject
    Documents documents;

    @Inject
    Roster roster;

    /**
     * @param at when the snapshot was taken; left out: nothing was told
     * @param snapshot the agent's document
     * @param events of the day before, the newest first
     */
    public record ContainersView(Instant at, JsonNode snapshot, List<JsonNode> events) {}

    /** @throws jakarta.ws.rs.WebApplicationException 404 when there is no such agent */
    ContainersView at(UUID agent, Instant moment, int mostEvents) {
        var number = roster.called(List.of(agent.toString())).stream()
                .findFirst()
                .orElseThrow(() -> Problems.notFound("There is no agent " + agent + "."))
                .number();
        var snapshot =
                documents.recent(number, TARGET, "docker.containers", moment, moment.minus(LOOK_BACK), 1).stream()
                        .findFirst();
        var events =
                documents
                        .read(number, "docker.event", moment.minus(EVENTS_OF), moment.plusMillis(1), mostEvents)
                        .stream()
                        .map(Containers::read)
                        .toList();
        return new ContainersView(
                snapshot.map(Documents.Kept::at).orElse(null),
                snapshot.map(Containers::read).orElse(null),
                events);
    }

    private static JsonNode read(Documents.Kept document) {
        try {
            return Json.read(document.body(), JsonNode.class);
        } catch (IOException unreadable) {
            throw new IllegalStateException("A stored document is no JSON.", unreadable);
        }
    }
}
