package io.pulsefleet.hub.containers;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import io.pulsefleet.hub.http.Problems;
import io.pulsefleet.hub.query.Patience;
import io.pulsefleet.store.documents.Documents;
import io.pulsefleet.store.events.HostEvents;
import io.pulsefleet.store.events.HostEvents.Event;
import io.pulsefleet.store.events.HostEvents.Filter;
import io.pulsefleet.store.fleet.Roster;
import io.pulsefleet.wire.Json;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
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
    HostEvents told;

    @Inject
    Roster roster;

    /**
     * @param at when the snapshot was taken; left out: nothing was told
     * @param snapshot the agent's document
     * @param events of the day before, the newest first
     */
    public record ContainersView(Instant at, JsonNode snapshot, List<HappeningView> events) {}

    /**
     * @param type {@code container.died}
     * @param to of a health that changed
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record HappeningView(
            Instant at, String type, String severity, String container, String to, String message, JsonNode fields) {

        static HappeningView of(Event event) {
            return new HappeningView(
                    event.place().at(),
                    event.type(),
                    event.severity(),
                    event.subject(),
                    event.became(),
                    event.message(),
                    json(event.fields().getBytes(StandardCharsets.UTF_8)));
        }
    }

    /** @throws jakarta.ws.rs.WebApplicationException 404 when there is no such agent */
    ContainersView at(UUID agent, Instant moment, int mostEvents) {
        var number = roster.called(List.of(agent.toString())).stream()
                .findFirst()
                .orElseThrow(() -> Problems.notFound("There is no agent " + agent + "."))
                .number();
        var snapshot =
                documents.recent(number, TARGET, "docker.containers", moment, moment.minus(LOOK_BACK), 1).stream()
                        .findFirst();
        var events = Patience.read(longest -> told.read(
                moment.minus(EVENTS_OF),
                moment.plusMillis(1),
                new Filter(List.of(number), List.of("container.*"), List.of(), "", ""),
                Optional.empty(),
                mostEvents,
                longest));
        return new ContainersView(
                snapshot.map(Documents.Kept::at).orElse(null),
                snapshot.map(Containers::read).orElse(null),
                events.stream().map(HappeningView::of).toList());
    }

    private static JsonNode read(Documents.Kept document) {
        return json(document.body());
    }

    private static JsonNode json(byte[] stored) {
        try {
            return Json.read(stored, JsonNode.class);
        } catch (IOException unreadable) {
            throw new IllegalStateException("What is stored is no JSON.", unreadable);
        }
    }
}
