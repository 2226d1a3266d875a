package io.pulsefleet.e2e;

import io.pulsefleet.wire.Frame;
import io.pulsefleet.wire.Json;
import io.pulsefleet.wire.Metric;
import io.pulsefleet.wire.MetricSet;
import io.pulsefleet.wire.Position;
import io.pulsefleet.wire.Registration;
import io.pulsefleet.wire.Registration.HostFacts;
import io.pulsefleet.wire.Shipment;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** An agent that sends what it is told to, and shows the answer. */
record Sender(URI hub, UUID id, String token) {

    static final String METRIC = "test.value";
    static final MetricSet SET =
            new MetricSet("test", "host", List.of(new Position(METRIC, Metric.Kind.GAUGE, "1", Map.of())));

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    static Sender registered(URI hub, String joinToken) throws IOException {
        var sender = new Sender(hub, UUID.randomUUID(), UUID.randomUUID() + "-the-token");
        var host = new HostFacts("sender", List.of(), "Linux", "6", "amd64", 1, 1L << 30);
        var answer = sender.send(
                "POST",
                "/api/v1/agents/register",
                joinToken,
                Json.bytes(new Registration(sender.id, sender.token, host, "0.1.0", "b-1")));
        if (answer.statusCode() / 100 != 2) {
            throw new IOException("not registered: " + answer.statusCode() + " " + answer.body());
        }
        return sender;
    }

    /** The same agent, sending to another hub. */
    Sender at(URI otherHub) {
        return new Sender(otherHub, id, token);
    }

    /** One frame of one value. */
    HttpResponse<String> ship(String segment, Instant at, double value) throws IOException {
        return ship(segment, SET, at, value);
    }

    HttpResponse<String> ship(String segment, MetricSet set, Instant at, double value) throws IOException {
        var shipment = Shipment.ofFrames(List.of(new Frame(set.hash(), at, new double[] {value})))
                .with(List.of(set));
        return send("PUT", "/api/v1/agents/" + id + "/shipments/" + segment, token, Json.bytes(shipment));
    }

    private HttpResponse<String> send(String method, String path, String bearer, byte[] body) throws IOException {
        var request = HttpRequest.newBuilder(hub.resolve(path))
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + bearer)
                .timeout(Duration.ofSeconds(30))
                .method(method, BodyPublishers.ofByteArray(body))
                .build();
        try {
            return CLIENT.send(request, BodyHandlers.ofString());
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", stop);
        }
    }
}
