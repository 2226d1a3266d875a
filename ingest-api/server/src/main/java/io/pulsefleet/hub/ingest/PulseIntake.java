package io.pulsefleet.hub.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import io.pulsefleet.hub.access.Caller;
import io.pulsefleet.hub.http.Problems;
import io.pulsefleet.hub.intake.Intake;
import io.pulsefleet.hub.intake.Receipt;
import io.pulsefleet.store.documents.Documents;
import io.pulsefleet.store.documents.Documents.Found;
import io.pulsefleet.store.fleet.Facts;
import io.pulsefleet.store.fleet.Senders.Sender;
import io.pulsefleet.store.metrics.Frames;
import io.pulsefleet.store.metrics.Receipts;
import io.pulsefleet.wire.Json;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Takes payloads of senders that are not ours (PA-08).
 *
 * <p>A payload whose UUID is known is stored once, and the later one stands (PA-06): the receipts of a UUID say at which
 * moments its payloads are kept; when the later one is stored, what was there before goes. Numbers that are packed by then
 * stay beside the later ones.
 */
@ApplicationScoped
public class PulseIntake {

    private static final Duration SHORTEST = Duration.ofMinutes(1);
    private static final Duration LONGEST = Duration.ofDays(1);

    /** As with the heartbeats of our agents. */
    private static final int MISSED = 3;

    private static final int MOST_AT_ONE_MOMENT = 1_000;
    private static final int TRIES = 3;

    @Inject
    Senders senders;

    @Inject
    Intake intake;

    @Inject
    Receipts receipts;

    @Inject
    Documents documents;

    @Inject
    Frames frames;

    /**
     * @return false: the same was here before
     * @throws jakarta.ws.rs.WebApplicationException what is wrong with it, or why it is not taken now
     */
    boolean take(Caller.Sender key, PulsePayload payload, String from) {
        var agent = senders.asAgent(senderOf(key, payload, from));
        var isNew = store(agent, payload);
        senders.beat(agent, from, payload.trouble()).toCompletableFuture().join();
        return isNew;
    }

    private boolean store(Caller.Agent agent, PulsePayload payload) {
        for (int i = 0; i < TRIES; i++) {
            var before = receipts.numbers(agent.number(), payload.stem());
            if (isKept(agent, payload, before)) {
                return false;
            }
            if (before.size() >= PulsePayload.MOST_VERSIONS) {
                throw Problems.conflict("There are " + before.size() + " payloads with the uuid " + payload.uuid()
                        + ", each another one; a window has one uuid.");
            }
            var receipt = intake.take(agent, payload.segment(before.size()), PulseNumbers.shipment(payload))
                    .toCompletableFuture()
                    .join();
            if (receipt instanceof Receipt.Taken) {
                forgetAllBut(agent, payload, before);
                return true;
            }
            // another payload of this UUID came at the same time
        }
        return false;
    }

    private boolean isKept(Caller.Agent agent, PulsePayload payload, List<Long> before) {
        return kept(agent, payload, before)
                .findFirst()
                .filter(newest -> read(newest).equals(payload.whole()))
                .isPresent();
    }

    /** What is kept of this UUID, the newest first. */
    private Stream<Found> kept(Caller.Agent agent, PulsePayload payload, List<Long> numbers) {
        return numbers.stream()
                .map(PulsePayload::momentIn)
                .distinct()
                .flatMap(at -> documents
                        .find(
                                List.of(agent.number()),
                                PulseWords.KIND,
                                Optional.empty(),
                                at,
                                at.plusMillis(1),
                                MOST_AT_ONE_MOMENT)
                        .stream())
                .filter(found -> payload.uuid()
                        .toString()
                        .equalsIgnoreCase(read(found).path("uuid").asText()))
                .sorted((one, other) -> other.receivedAt().compareTo(one.receivedAt()));
    }

    private void forgetAllBut(Caller.Agent agent, PulsePayload payload, List<Long> before) {
        if (before.isEmpty()) {
            return;
        }
        var numbers = new ArrayList<>(before);
        numbers.add(payload.end().toEpochMilli() * PulsePayload.MOST_VERSIONS);
        var kept = kept(agent, payload, numbers).toList();
        var newest = kept.stream().map(Found::receivedAt).findFirst().orElse(Instant.EPOCH);
        var earlier = kept.stream().skip(1).toList();
        documents.forget(PulseWords.KIND, earlier);
        earlier.stream().map(Found::at).distinct().forEach(at -> frames.forget(agent.number(), at, newest));
    }

    private static JsonNode read(Found found) {
        try {
            return Json.read(found.body(), Tree.class).node();
        } catch (IOException ourBug) {
            throw new UncheckedIOException(ourBug);
        }
    }

    private static Sender senderOf(Caller.Sender key, PulsePayload payload, String from) {
        var system = payload.stats().path("system_metrics");
        var silence = between(payload.length(), SHORTEST, LONGEST).multipliedBy(MISSED);
        return new Sender(
                idOf(key, payload),
                "pulse",
                new Facts(
                        nameOf(key, payload),
                        from,
                        Senders.addresses(from),
                        system.path("system").path("os_version").asText(""),
                        "",
                        "",
                        system.path("system").path("cpu_count").asInt(0),
                        system.path("memory").path("total_bytes").asLong(0),
                        Senders.NO_VERSION,
                        Senders.NO_VERSION),
                silence,
                key.name());
    }

    /** The same whichever key it shows, unless it says nothing of itself. */
    private static UUID idOf(Caller.Sender key, PulsePayload payload) {
        var who = payload.client().isEmpty() && payload.site().isEmpty()
                ? "key\n" + key.key()
                : payload.client().length() + "\n" + payload.client() + payload.site();
        return UUID.nameUUIDFromBytes(("pulse\n" + who).getBytes(StandardCharsets.UTF_8));
    }

    private static String nameOf(Caller.Sender key, PulsePayload payload) {
        var name = Stream.of(payload.client(), payload.site())
                .filter(part -> !part.isEmpty())
                .toList();
        return name.isEmpty() ? key.name() : String.join("/", name);
    }

    private static Duration between(Duration length, Duration shortest, Duration longest) {
        return length.compareTo(shortest) < 0 ? shortest : length.compareTo(longest) > 0 ? longest : length;
    }
}
