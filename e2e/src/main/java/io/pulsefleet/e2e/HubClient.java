package io.pulsefleet.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/** Asks a hub, or an agent's own console, as the user {@code admin} does. */
public final class HubClient {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    private final URI address;
    private final String authorization;

    public HubClient(URI address, String adminPassword) {
        this(address, "admin", adminPassword);
    }

    /** As another user than {@code admin}. */
    public HubClient(URI address, String user, String password) {
        this.address = address;
        var pair = user + ":" + password;
        this.authorization = "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    /** @throws IOException also when the answer is not 200; its message holds what was said */
    public JsonNode get(String path) throws IOException {
        var answer = send(HttpRequest.newBuilder(address.resolve(path)));
        if (answer.statusCode() != 200) {
            throw new IOException(path + " answered " + answer.statusCode() + ": " + answer.body());
        }
        return JSON.readTree(answer.body());
    }

    /** Whatever it says. */
    public HttpResponse<String> ask(String path) throws IOException {
        return send(HttpRequest.newBuilder(address.resolve(path)));
    }

    public HttpResponse<String> post(String path) throws IOException {
        return send(HttpRequest.newBuilder(address.resolve(path)).POST(BodyPublishers.noBody()));
    }

    /** @throws IOException also when the answer is no success; its message holds what was said */
    public JsonNode post(String path, String json) throws IOException {
        var answer = send(HttpRequest.newBuilder(address.resolve(path))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json)));
        check(path, answer);
        return JSON.readTree(answer.body());
    }

    /** @throws IOException also when the answer is no success; its message holds what was said */
    public void put(String path, String json) throws IOException {
        put(path, json, HttpRequest.newBuilder());
    }

    /** @param version that was looked at; another one's change in between is an error */
    public void put(String path, String json, int version) throws IOException {
        put(path, json, HttpRequest.newBuilder().header("If-Match", Integer.toString(version)));
    }

    private void put(String path, String json, HttpRequest.Builder request) throws IOException {
        var answer = send(request.uri(address.resolve(path))
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString(json)));
        check(path, answer);
    }

    /** @throws IOException also when the answer is no success; its message holds what was said */
    public void patch(String path, String json) throws IOException {
        check(
                path,
                send(HttpRequest.newBuilder(address.resolve(path))
                        .header("Content-Type", "application/json")
                        .method("PATCH", BodyPublishers.ofString(json))));
    }

    /** @throws IOException also when the answer is no success; its message holds what was said */
    public void delete(String path) throws IOException {
        check(path, send(HttpRequest.newBuilder(address.resolve(path)).DELETE()));
    }

    private static void check(String path, HttpResponse<String> answer) throws IOException {
        if (answer.statusCode() / 100 != 2) {
            throw new IOException(path + " answered " + answer.statusCode() + ": " + answer.body());
        }
    }

    /** The only agent's row of the fleet; empty as long as none has registered. */
    public Optional<JsonNode> onlyAgent() throws IOException {
        var agents = get("/api/v1/agents").get("agents");
        return agents.isEmpty() ? Optional.empty() : Optional.of(agents.get(0));
    }

    /** The series of one metric since a moment, each value as it was measured. */
    public JsonNode series(String agent, String metric, Instant from, Duration step) throws IOException {
        return get("/api/v1/agents/%s/series?metric=%s&from=%s&step=%ds&as=value"
                .formatted(
                        agent, metric, URLEncoder.encode(from.toString(), StandardCharsets.UTF_8), step.toSeconds()));
    }

    /** @throws StackException when nothing was read in time */
    public void awaitFirstReading(Duration longest) {
        Await.until(
                "No reading of the agent has come",
                longest,
                () -> onlyAgent().filter(row -> row.hasNonNull("lastReading")).isPresent());
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException {
        try {
            return client.send(
                    request.header("Authorization", authorization)
                            .timeout(Duration.ofSeconds(20))
                            .build(),
                    BodyHandlers.ofString());
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", stop);
        }
    }
}
