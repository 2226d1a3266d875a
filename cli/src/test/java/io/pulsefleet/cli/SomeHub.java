package io.pulsefleet.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Answers as it is told to, also as no hub should; what a real one answers is PulseIT's. */
final class SomeHub implements AutoCloseable {

    private final HttpServer server;
    private final Map<String, Reply> replies = new ConcurrentHashMap<>();
    private final List<String> asked = new ArrayList<>();

    private record Reply(int status, String body) {}

    SomeHub() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    URI address() {
        return URI.create("http://localhost:" + server.getAddress().getPort());
    }

    /** @param what as {@code GET agents}, without what follows a question mark */
    SomeHub answers(String what, int status, String body) {
        replies.put(what, new Reply(status, body));
        return this;
    }

    /** Each as {@code GET agents?q=x}, with the session that was shown and the body. */
    List<String> asked() {
        synchronized (asked) {
            return List.copyOf(asked);
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        var path = exchange.getRequestURI().getRawPath().substring("/api/v1/".length());
        var query = exchange.getRequestURI().getRawQuery();
        var shown = exchange.getRequestHeaders().getOrDefault("Cookie", List.of(""));
        var body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
        synchronized (asked) {
            asked.add("%s %s%s %s %s"
                    .formatted(exchange.getRequestMethod(), path, query == null ? "" : "?" + query, shown.get(0), body)
                    .strip());
        }
        var reply = replies.getOrDefault(exchange.getRequestMethod() + " " + path, new Reply(404, "nothing of ours"));
        exchange.getResponseHeaders().add("Set-Cookie", "pulse_session=two; Path=/");
        try (exchange) {
            if (reply.status() == 204) {
                exchange.sendResponseHeaders(204, -1);
            } else {
                exchange.sendResponseHeaders(reply.status(), 0);
                exchange.getResponseBody().write(reply.body().getBytes(UTF_8));
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
