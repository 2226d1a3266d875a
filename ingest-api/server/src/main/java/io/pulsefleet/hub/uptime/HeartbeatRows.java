package io.pulsefleet.hub.uptime;

import io.pulsefleet.hub.http.Problems;
import io.pulsefleet.store.uptime.NewHeartbeat;
import io.pulsefleet.wire.Document;
import io.pulsefleet.wire.Json;
import io.pulsefleet.wire.UnreadableException;
import io.pulsefleet.wire.uptime.Heartbeat;
import io.pulsefleet.wire.uptime.Heartbeats;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/** A document that tells what a prober saw, as heartbeats to be kept. A text that is longer than is kept is cut. */
public final class HeartbeatRows {

    private static final int ADDRESS = 100;
    private static final int HOPS = 32_768;

    private HeartbeatRows() {}

    public static boolean isOne(Document document) {
        return document.kind().equals(Heartbeats.KIND);
    }

    /**
     * @param field where the document stands in its shipment
     * @param isTaken of which moments; heartbeats of others are left out
     * @throws jakarta.ws.rs.WebApplicationException 400 that names what cannot be read
     */
    public static List<NewHeartbeat> of(String field, int agent, Document document, Predicate<Instant> isTaken) {
        var told = read(field + ".body", document);
        return told.heartbeats().stream()
                .filter(heartbeat -> isTaken.test(heartbeat.slot()) && isTaken.test(heartbeat.executedAt()))
                .map(heartbeat -> row(agent, told, heartbeat))
                .toList();
    }

    private static Heartbeats read(String field, Document document) {
        try {
            return Json.read(document.body().text().getBytes(StandardCharsets.UTF_8), Heartbeats.class);
        } catch (UnreadableException refused) {
            throw Problems.badField(
                    refused.field().isEmpty() ? field : field + "." + refused.field(), refused.getMessage());
        } catch (IOException ourBug) {
            throw new IllegalStateException("what is in memory cannot be read", ourBug);
        }
    }

    private static NewHeartbeat row(int agent, Heartbeats told, Heartbeat heartbeat) {
        var phases = heartbeat.phases();
        return new NewHeartbeat(
                heartbeat.monitor(),
                told.datacenter(),
                heartbeat.slot().truncatedTo(ChronoUnit.MICROS),
                agent,
                told.lease(),
                heartbeat.revision(),
                heartbeat.executedAt(),
                statusOf(heartbeat),
                heartbeat.error() == null ? null : heartbeat.error().name(),
                upTo(Heartbeat.LONGEST_MESSAGE, heartbeat.message()),
                phases == null ? null : micros(phases.dns()),
                phases == null ? null : micros(phases.connect()),
                phases == null ? null : micros(phases.tls()),
                phases == null ? null : micros(phases.firstByte()),
                phases == null ? null : micros(phases.transfer()),
                heartbeat.code(),
                heartbeat.bytes(),
                upTo(ADDRESS, heartbeat.address()),
                heartbeat.certificateEnds(),
                upTo(Heartbeat.LONGEST_ANSWER, heartbeat.answer()),
                hops(heartbeat));
    }

    /** A prober that failed itself calls that down, and it says nothing of the target. */
    static String statusOf(Heartbeat heartbeat) {
        var isOfProber = heartbeat.error() != null && heartbeat.error().isOfProber();
        return isOfProber ? NewHeartbeat.UNKNOWN : heartbeat.status().name().toLowerCase(Locale.ROOT);
    }

    /** No probe takes longer than half an hour. */
    private static Integer micros(long told) {
        return (int) Math.max(0, Math.min(Integer.MAX_VALUE, told));
    }

    private static String hops(Heartbeat heartbeat) {
        if (heartbeat.hops().isEmpty()) {
            return null;
        }
        var json = new String(Json.bytes(heartbeat.hops()), StandardCharsets.UTF_8);
        return json.length() > HOPS || json.contains("\\u0000") ? null : json;
    }

    /** Half of a surrogate pair is not left at its end. */
    private static String upTo(int most, String text) {
        if (text == null || text.length() <= most) {
            return text;
        }
        return text.substring(0, Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most);
    }
}
