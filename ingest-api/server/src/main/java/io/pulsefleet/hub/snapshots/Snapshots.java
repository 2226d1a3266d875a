package io.pulsefleet.hub.snapshots;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import io.pulsefleet.hub.http.Problems;
import io.pulsefleet.store.documents.Documents;
import io.pulsefleet.store.documents.Documents.Kept;
import io.pulsefleet.store.fleet.Roster;
import io.pulsefleet.wire.Json;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Finds what a host was, or had, at a moment. */
@ApplicationScoped
public class Snapshots {

    private static final String TARGET = "host";

    /** What did not change is told once a day; one that is older than this is of a host that is no longer watched. */
    private static final Duration LOOK_BACK = Duration.ofDays(7);

    /** A snapshot that sums up an interval is told at its end, and no interval is longer than this. */
    private static final Duration LOOK_AHEAD = Duration.ofMinutes(10);

    private static final int MOST_AHEAD = 100;

    @Inject
    Documents documents;

    @Inject
    Roster roster;

    /**
     * @param at when it was told; left out: nothing was
     * @param snapshot the agent's document
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record SnapshotView(Instant at, JsonNode snapshot) {}

    /** @throws jakarta.ws.rs.WebApplicationException 404 when there is no such agent */
    SnapshotView find(UUID agent, What what, Instant moment) {
        var number = roster.called(List.of(agent.toString())).stream()
                .findFirst()
                .orElseThrow(() -> Problems.notFound("There is no agent " + agent + "."))
                .number();
        return (what.isOfAnInterval() ? over(number, what, moment) : Optional.<SnapshotView>empty())
                .or(() -> upTo(number, what, moment))
                .orElse(new SnapshotView(null, null));
    }

    /** The first behind the moment, if its interval holds it. */
    private Optional<SnapshotView> over(int agent, What what, Instant moment) {
        var behind = documents.recent(agent, TARGET, what.kind(), moment.plus(LOOK_AHEAD), moment, MOST_AHEAD);
        return behind.isEmpty()
                ? Optional.empty()
                : Optional.of(view(behind.get(behind.size() - 1))).filter(first -> holds(first, moment));
    }

    private static boolean holds(SnapshotView snapshot, Instant moment) {
        var seconds = snapshot.snapshot().path("seconds").asDouble(0);
        return !snapshot.at().minusMillis((long) (seconds * 1_000)).isAfter(moment);
    }

    private Optional<SnapshotView> upTo(int agent, What what, Instant moment) {
        return documents.recent(agent, TARGET, what.kind(), moment, moment.minus(LOOK_BACK), 1).stream()
                .findFirst()
                .map(Snapshots::view);
    }

    private static SnapshotView view(Kept document) {
        try {
            return new SnapshotView(document.at(), Json.read(document.body(), JsonNode.class));
        } catch (IOException unreadable) {
            throw new IllegalStateException("A stored document is no JSON.", unreadable);
        }
    }
}
