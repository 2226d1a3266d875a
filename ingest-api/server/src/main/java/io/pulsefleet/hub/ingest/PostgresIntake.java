package io.pulsefleet.hub.ingest;

import io.pulsefleet.hub.access.Caller;
import io.pulsefleet.hub.intake.Intake;
import io.pulsefleet.store.fleet.Facts;
import io.pulsefleet.store.fleet.Senders.Sender;
import io.pulsefleet.wire.Document;
import io.pulsefleet.wire.Json;
import io.pulsefleet.wire.RawJson;
import io.pulsefleet.wire.Shipment;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** Takes messages about PostgreSQL servers from senders that are not ours (PG-08, PG-11). */
@ApplicationScoped
public class PostgresIntake {

    /** What is told of a host beside numbers. */
    static final String SYSTEM = "postgresql.system";

    /** They tell something each minute (PG-01), or when they please. */
    private static final Duration SILENCE = Duration.ofMinutes(3);

    private static final int MOST = 500;
    private static final long NUMBERS = 1_000_000_000_000_000_000L;
    private static final DateTimeFormatter HOUR =
            DateTimeFormatter.ofPattern("yyyyMMddHH", Locale.ROOT).withZone(ZoneOffset.UTC);

    @Inject
    Senders senders;

    @Inject
    Intake intake;

    /**
     * All of one project, or nothing.
     *
     * @return how many
     * @throws jakarta.ws.rs.WebApplicationException what is wrong with them, or why they are not taken now
     */
    int take(Caller.Sender key, Tree told, Optional<String> project, String from) {
        var messages = UnfitException.toldTheSender(() -> messages(told, project));
        var now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        var agent = senders.asAgent(senderOf(key, messages.get(0).project(), from));
        var stored = intake.take(agent, segment(messages, now), shipment(messages, now));
        var heard = senders.beat(agent, from, Optional.empty());
        stored.toCompletableFuture().join();
        heard.toCompletableFuture().join();
        return messages.size();
    }

    private static List<PostgresMessage> messages(Tree told, Optional<String> project) {
        if (!told.node().isArray()) {
            return List.of(PostgresMessage.of(told.node(), project));
        }
        if (told.node().isEmpty() || told.node().size() > MOST) {
            throw new UnfitException("", "must be a message, or a list of 1 to " + MOST + " messages");
        }
        var messages = new ArrayList<PostgresMessage>();
        told.node().forEach(node -> messages.add(PostgresMessage.of(node, project)));
        if (messages.stream().map(PostgresMessage::project).distinct().count() > 1) {
            throw new UnfitException("project_id", "must be the same in all messages of a list");
        }
        return messages;
    }

    private static Shipment shipment(List<PostgresMessage> messages, Instant now) {
        var documents = new ArrayList<Document>();
        var filled = new ArrayList<Sheet.Filled>();
        for (var message : messages) {
            var at = message.at().orElse(now);
            var kind = message.kind().map(known -> known.kind()).orElse(SYSTEM);
            documents.add(new Document(kind, message.target(), at, RawJson.of(message.body())));
            if (message.kind().isEmpty()) {
                HostNumbers.ofMessage(message.body(), at).ifPresent(filled::add);
            }
        }
        return new Shipment(
                filled.stream().map(Sheet.Filled::set).distinct().toList(),
                filled.stream().map(Sheet.Filled::frame).toList(),
                List.of(),
                documents,
                List.of());
    }

    /**
     * What says when it was so and comes again is stored once; what does not say is new each time. One hour's segments
     * share a receipt.
     */
    private static String segment(List<PostgresMessage> messages, Instant now) {
        var first = messages.get(0).at().orElse(now);
        var isTimed = messages.stream().allMatch(message -> message.at().isPresent());
        var number = isTimed ? numberOf(messages) : UUID.randomUUID().getMostSignificantBits();
        return "postgres-" + HOUR.format(first) + "-" + Math.floorMod(number, NUMBERS);
    }

    private static long numberOf(List<PostgresMessage> messages) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            for (var message : messages) {
                Stream.of(message.kind(), message.target(), message.at())
                        .forEach(part -> digest.update((part + "\n").getBytes(StandardCharsets.UTF_8)));
                digest.update(Json.bytes(message.body()));
            }
            return ByteBuffer.wrap(digest.digest()).getLong();
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }

    private static Sender senderOf(Caller.Sender key, String project, String from) {
        return new Sender(
                UUID.nameUUIDFromBytes(("postgres\n" + project).getBytes(StandardCharsets.UTF_8)),
                "postgres",
                new Facts(
                        project,
                        from,
                        Senders.addresses(from),
                        "",
                        "",
                        "",
                        0,
                        0,
                        Senders.NO_VERSION,
                        Senders.NO_VERSION),
                SILENCE,
                key.name());
    }
}
