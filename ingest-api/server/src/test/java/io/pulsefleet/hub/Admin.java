package io.pulsefleet.hub;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Calls the hub as admin does. */
public final class Admin {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Caller caller;
    private final List<String> answers = new ArrayList<>();

    private Admin(Caller caller) {
        this.caller = caller;
    }

    /** @param deployed where the application is; on this host */
    public static Admin of(URI deployed) {
        return new Admin(Caller.of(deployed));
    }

    /** @param body null: none */
    public HttpResponse<String> send(String method, String path, String body) throws Exception {
        var answer = caller.send(
                method,
                path.replace(" ", "%20"),
                body == null ? null : body.getBytes(StandardCharsets.UTF_8),
                "Authorization",
                Caller.asAdmin());
        answers.add(answer.body() + answer.headers());
        return answer;
    }

    /** What is done; whatever says that it is not is a failure. */
    public JsonNode read(String method, String path, String body) throws Exception {
        var answer = send(method, path, body);
        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
        return JSON.readTree(answer.body());
    }

    public JsonNode get(String path) throws Exception {
        var answer = send("GET", path, null);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    /** As Prometheus reads them. */
    public String metrics() throws Exception {
        return caller.send("GET", "/metrics", null).body();
    }

    /** Until what lies there has this {@code state}: the hub does it a moment later. */
    public void awaitState(String path, String wanted) throws Exception {
        while (!get(path).get("state").asText().equals(wanted)) {
            Thread.onSpinWait();
        }
    }

    /** All of them, with their headers. */
    public List<String> answers() {
        return answers;
    }
}
