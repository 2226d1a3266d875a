package io.pulsefleet.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** What a page of the console says and hears over its WebSocket, without a browser. */
public final class LookingPage implements WebSocket.Listener, AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LONGEST_SECONDS = 60;
    private static final int MOST_KEPT = 1_000;

    private final BlockingQueue<JsonNode> heard = new LinkedBlockingQueue<>();
    private final StringBuilder part = new StringBuilder();
    private volatile int end;
    private WebSocket socket;

    private final Consumer<JsonNode> listener;

    private LookingPage(Consumer<JsonNode> listener) {
        this.listener = listener;
    }

    /** @return the cookie as a browser sends it */
    public static String signIn(URI hub, String user, String password) throws IOException, InterruptedException {
        var answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(hub.resolve("/api/v1/session"))
                                .header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofString(
                                        "{\"user\": \"%s\", \"password\": \"%s\"}".formatted(user, password)))
                                .build(),
                        BodyHandlers.ofString());
        return answer.headers().firstValue("Set-Cookie").orElseThrow().split(";", 2)[0];
    }

    public static void signOut(URI hub, String cookie) throws IOException, InterruptedException {
        HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(hub.resolve("/api/v1/session"))
                                .header("Cookie", cookie)
                                .DELETE()
                                .build(),
                        BodyHandlers.discarding());
    }

    public static LookingPage open(URI hub, String cookie) {
        return open(hub, cookie, hub.toString());
    }

    /** @param listener hears what comes, on the socket's thread; {@link #next} has it all the same */
    public static LookingPage open(URI hub, String cookie, Consumer<JsonNode> listener) {
        return open(hub, cookie, hub.toString(), listener);
    }

    /** @throws CompletionException with a {@link WebSocketHandshakeException} where it is not let in */
    public static LookingPage open(URI hub, String cookie, String origin) {
        return open(hub, cookie, origin, message -> {});
    }

    private static LookingPage open(URI hub, String cookie, String origin, Consumer<JsonNode> listener) {
        var page = new LookingPage(listener);
        page.socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .header("Cookie", cookie)
                .header("Origin", origin)
                .buildAsync(URI.create(hub.toString().replaceFirst("http", "ws") + "/ws/live"), page)
                .join();
        return page;
    }

    /** The status of the refusal; 101: it was let in. */
    public static int statusOf(URI hub, String cookie, String origin) {
        try {
            open(hub, cookie, origin).close();
            return 101;
        } catch (CompletionException refused) {
            return ((WebSocketHandshakeException) refused.getCause())
                    .getResponse()
                    .statusCode();
        }
    }

    /** @return what is told of from now on, and what is refused */
    public JsonNode look(String... topics) throws IOException, InterruptedException {
        say(JSON.writeValueAsString(Map.of("look", List.of(topics))));
        return next("looks");
    }

    public void say(String text) {
        socket.sendText(text, true).join();
    }

    /** The next message that has this field. */
    public JsonNode next(String field) throws InterruptedException {
        while (true) {
            var message = heard.poll(LONGEST_SECONDS, TimeUnit.SECONDS);
            if (message == null) {
                throw new StackException("No message with '" + field + "' after " + LONGEST_SECONDS + " s.");
            }
            if (message.has(field)) {
                return message;
            }
        }
    }

    /** The code of the close frame; 0: it is open. */
    public int end() {
        return end;
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
        part.append(text);
        if (last) {
            try {
                var message = JSON.readTree(part.toString());
                listener.accept(message);
                if (heard.size() < MOST_KEPT) {
                    heard.add(message);
                }
            } catch (IOException noJson) {
                throw new UncheckedIOException(noJson);
            }
            part.setLength(0);
        }
        from.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        end = code;
        return null;
    }

    @Override
    public void close() {
        socket.abort();
    }
}
