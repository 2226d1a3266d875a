package io.pulsefleet.hub.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pulsefleet.hub.Caller;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Somebody who calls the hub and shows something, always the same. */
public record Visitor(Caller caller, String header, String value) {

    private static final ObjectMapper JSON = new ObjectMapper();

    public static Visitor withToken(URI deployed, String token) {
        return new Visitor(Caller.of(deployed), "Authorization", "Bearer " + token);
    }

    public static Visitor withPassword(URI deployed, String user, String password) {
        var pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
        return new Visitor(
                Caller.of(deployed),
                "Authorization",
                "Basic " + Base64.getEncoder().encodeToString(pair));
    }

    public static Visitor signedIn(URI deployed, String user, String password) throws Exception {
        var answer = signIn(deployed, user, password);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return new Visitor(Caller.of(deployed), "Cookie", cookieOf(answer));
    }

    static HttpResponse<String> signIn(URI deployed, String user, String password) throws Exception {
        return Caller.of(deployed)
                .send(
                        "POST",
                        "session",
                        "{\"user\":\"%s\",\"password\":\"%s\"}"
                                .formatted(user, password)
                                .getBytes(StandardCharsets.UTF_8));
    }

    /** Name and value. */
    static String cookieOf(HttpResponse<String> answer) {
        var cookie = answer.headers().firstValue("Set-Cookie").orElseThrow();
        return cookie.substring(0, cookie.indexOf(';'));
    }

    /** @param body null: none */
    public HttpResponse<String> send(String method, String path, String body, String... more) throws Exception {
        var headers = new String[more.length + 2];
        headers[0] = header;
        headers[1] = value;
        System.arraycopy(more, 0, headers, 2, more.length);
        return caller.send(method, path, body == null ? null : body.getBytes(StandardCharsets.UTF_8), headers);
    }

    public int status(String method, String path, String body) throws Exception {
        return send(method, path, body).statusCode();
    }

    public JsonNode get(String path) throws Exception {
        var answer = send("GET", path, null);
        assertThat(answer.statusCode()).as(path + ": " + answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }
}
