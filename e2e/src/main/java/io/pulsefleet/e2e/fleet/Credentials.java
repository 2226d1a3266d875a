package io.pulsefleet.e2e.fleet;

import static io.pulsefleet.e2e.load.Request.ascii;

import io.pulsefleet.e2e.load.Request;
import io.pulsefleet.wire.Heartbeat;
import io.pulsefleet.wire.Json;
import io.pulsefleet.wire.Registration;
import io.pulsefleet.wire.Registration.HostFacts;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;

/**
 * Who an agent is, and its requests with the parts of their heads that never change.
 *
 * @param boot also the stem of its segments' names
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares them
public record Credentials(
        UUID id, String token, String hostname, String boot, byte[] shipmentStart, byte[] beatStart, byte[] headers) {

    private static final String VERSION = "0.1.0";
    private static final byte[] NOTHING = {};
    private static final byte[] JSON_GZIP =
            ascii("Content-Type: application/json\r\nContent-Encoding: gzip\r\nAccept: application/json\r\n");

    /** The same seed and number make the same agent. */
    public static Credentials of(long seed, int number) {
        var random = new SplittableRandom(seed * 1_000_003 + number);
        var id = new UUID(
                (random.nextLong() & ~0xf000L) | 0x4000L,
                (random.nextLong() & 0x3fff_ffff_ffff_ffffL) | Long.MIN_VALUE);
        var token = "%016x%016x%016x".formatted(random.nextLong(), random.nextLong(), random.nextLong());
        return new Credentials(
                id,
                token,
                "sim-%05d".formatted(number),
                "s" + Long.toString(random.nextLong() >>> 1, 36) + "-1-1",
                ascii("PUT /api/v1/agents/" + id + "/shipments/"),
                ascii("POST /api/v1/agents/" + id + "/heartbeat"),
                ascii(" HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + token + "\r\n"
                        + new String(JSON_GZIP, java.nio.charset.StandardCharsets.US_ASCII)));
    }

    public Request registration(String joinToken) {
        var host = new HostFacts(hostname, List.of("192.0.2.1"), "Linux", "6.1.0", "amd64", 8, 16L << 30);
        var body = Json.bytes(new Registration(id, token, host, VERSION, boot));
        return Request.of(
                ascii("POST /api/v1/agents/register"),
                NOTHING,
                ascii(" HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + joinToken
                        + "\r\nContent-Type: application/json\r\n"),
                body);
    }

    Request beat(long waiting) {
        var spool = new Heartbeat.Waiting(waiting, waiting * 1_000, null, true, 0, 0, 0);
        var beat = new Heartbeat(Instant.now(), boot, VERSION, spool, null, List.of(), List.of());
        return Request.of(beatStart, NOTHING, headers, Profile.packed(beat));
    }

    /** @param number of the segment: a stem and a number make its name */
    public Request shipment(int number, byte[] gzippedBody) {
        return Request.of(shipmentStart, ascii(segment(number)), headers, gzippedBody);
    }

    String segment(int number) {
        return boot + "-" + number;
    }
}
