package io.pulsefleet.hub;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pulsefleet.wire.Json;
import io.pulsefleet.wire.Registration;
import io.pulsefleet.wire.Registration.HostFacts;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.zip.GZIPOutputStream;

/** Calls the hub as an agent or as admin does. Header names and values come in turn. */
public record Caller(URI api, UUID agent, String token) {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final ObjectMapper JSON = new ObjectMapper();

    /** @param deployed where the application is; on this host */
    public static Caller of(URI deployed) {
        return new Caller(deployed.resolve("v1/"), UUID.randomUUID(), UUID.randomUUID() + "-the-token");
    }

    public String asAgent() {
        return "Bearer " + token;
    }

    public static String asJoiner() {
        return "Bearer join-token-of-the-tests";
    }

    public static String asAdmin() {
        return "Basic "
                + Base64.getEncoder().encodeToString("admin:admin-of-the-tests".getBytes(StandardCharsets.UTF_8));
    }

    public byte[] registration() {
        return Json.bytes(new Registration(
                agent,
                token,
                new HostFacts("host", List.of("192.0.2.7"), "Debian", "6", "amd64", 2, 1L << 30),
                "0.1.0",
                "b-1"));
    }

    /** Waits until the hub has made its database fit. */
    public Caller registered() throws Exception {
        while (send("POST", "agents/register", registration(), "Authorization", asJoiner())
                        .statusCode()
                == 503) {
            Thread.onSpinWait();
        }
        return this;
    }

    public HttpResponse<String> ship(String segment, byte[] body, String... headers) throws Exception {
        var all = new String[headers.length + 2];
        all[0] = "Authorization";
        all[1] = asAgent();
        System.arraycopy(headers, 0, all, 2, headers.length);
        return send("PUT", "agents/" + agent + "/shipments/" + segment, body, all);
    }

    /** Without waiting for the answer, each over a connection of its own; the answer may come before the body was read. */
    public CompletableFuture<HttpResponse<String>> shipAsync(String segment, byte[] body, String encoding) {
        var request = HttpRequest.newBuilder(api.resolve("agents/" + agent + "/shipments/" + segment))
                .version(HttpClient.Version.HTTP_1_1)
                .setHeader("Content-Type", "application/json")
                .setHeader("Content-Encoding", encoding)
                .setHeader("Authorization", asAgent())
                .PUT(BodyPublishers.ofByteArray(body))
                .build();
        return CLIENT.sendAsync(request, BodyHandlers.ofString());
    }

    /** A heartbeat. */
    public JsonNode beat() throws Exception {
        return post("heartbeat", """
                {"at":"%s","boot":"b-1","version":"0.1.0"}""".formatted(Instant.now()));
    }

    /**
     * As this agent.
     *
     * @param below what belongs to it
     */
    public JsonNode post(String below, String body) throws Exception {
        var answer = send(
                "POST",
                "agents/" + agent + "/" + below,
                body.getBytes(StandardCharsets.UTF_8),
                "Authorization",
                asAgent());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    /** A body of null is none; it is JSON unless a header says otherwise. */
    public HttpResponse<String> send(String method, String path, byte[] body, String... headers) throws Exception {
        var request = HttpRequest.newBuilder(api.resolve(path));
        if (body != null) {
            request.setHeader("Content-Type", "application/json");
        }
        for (int i = 0; i < headers.length; i += 2) {
            request.setHeader(headers[i], headers[i + 1]);
        }
        request.method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
        return CLIENT.send(request.build(), BodyHandlers.ofString());
    }

    public static byte[] gzip(byte[] bytes) throws IOException {
        var packed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(packed)) {
            gzip.write(bytes);
        }
        return packed.toByteArray();
    }
}
