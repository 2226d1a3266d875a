package io.pulsefleet.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * How many may sign in a second, and what a flood of wrong passwords takes from them (SP-13). Measured when asked for:
 * {@code mvn verify -pl e2e -am -Dit.test=SignInMeasure}.
 */
@ExtendWith(Shared.class)
@ResourceLock(Shared.STACK)
class SignInMeasure {

    private static final String SECRET = "a secret of twelve or more";
    private static final int USERS = 100;
    private static final Duration FLOOD = Duration.ofSeconds(20);
    private static final int BAD_EACH_MINUTE = 10_000;

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final Stack stack;
    private final String id = UUID.randomUUID().toString().substring(0, 6);
    private final Map<Integer, AtomicInteger> answers = new ConcurrentHashMap<>();

    SignInMeasure(Stack stack) {
        this.stack = stack;
    }

    @BeforeEach
    void usersWhoHaveSignedInHereBefore() throws Exception {
        for (var i = 0; i < USERS; i++) {
            asAdmin("users", "{\"name\":\"%s-%d\",\"role\":\"viewer\",\"password\":\"%s\"}".formatted(id, i, SECRET));
            signIn(id + "-" + i);
        }
        passwordsAreHashedAnew();
    }

    /** So that none is remembered. */
    private void passwordsAreHashedAnew() throws Exception {
        for (var i = 0; i < USERS; i++) {
            asAdmin("users/" + id + "-" + i + "/password", "{\"password\":\"" + SECRET + "\"}");
        }
    }

    private void asAdmin(String path, String body) throws Exception {
        var pair = ("admin:" + stack.adminPassword()).getBytes(StandardCharsets.UTF_8);
        assertThat(send(path, body, "Basic " + Base64.getEncoder().encodeToString(pair)))
                .isBetween(200, 299);
    }

    private void signIn(String user) throws Exception {
        assertThat(send("session", "{\"user\":\"%s\",\"password\":\"%s\"}".formatted(user, SECRET), ""))
                .isEqualTo(200);
    }

    private int send(String path, String body, String authorization) throws Exception {
        var request = HttpRequest.newBuilder(stack.hubAddress().resolve("/api/v1/" + path))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body));
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        return CLIENT.send(request.build(), BodyHandlers.ofString()).statusCode();
    }

    @Test
    void signInsASecondAlone() throws Exception {
        signAllIn(8); // the hub's compiler is done with it then
        passwordsAreHashedAnew();
        var begun = System.nanoTime();
        var times = signAllIn(8);
        var seconds = (System.nanoTime() - begun) / 1e9;

        System.out.printf("FIGURE alone: %.1f sign-ins/s, %s%n", USERS / seconds, quantiles(times));
        assertThat(times).hasSize(USERS);
    }

    @Test
    void signInsDuringAFlood() throws Exception {
        var alone = signAllIn(1);
        passwordsAreHashedAnew();
        var strangers = Executors.newScheduledThreadPool(48);
        var number = new AtomicInteger();
        var flood = strangers.scheduleAtFixedRate(
                () -> strangers.execute(() -> guess(number.incrementAndGet())),
                0,
                60_000_000L / BAD_EACH_MINUTE,
                TimeUnit.MICROSECONDS);
        try {
            while (answers.getOrDefault(429, new AtomicInteger()).get() == 0) {
                Thread.onSpinWait();
            }
            var begun = System.nanoTime();
            var during = signAllIn(1);
            var rate = number.get() / ((System.nanoTime() - begun) / 1e9);
            System.out.printf(
                    "FIGURE one after another, alone: %s; in a flood of %.0f/s: %s; strangers were answered %s%n",
                    quantiles(alone), rate, quantiles(during), answers);
            assertThat(during).hasSize(USERS);
        } finally {
            flood.cancel(false);
            strangers.shutdownNow();
            assertThat(strangers.awaitTermination(FLOOD.toSeconds(), TimeUnit.SECONDS))
                    .isTrue();
        }
    }

    /** All of them, each once, so many at a time; the milliseconds that each took. */
    private List<Double> signAllIn(int atOnce) throws Exception {
        var people = Executors.newFixedThreadPool(atOnce);
        var taken = new ArrayList<Future<Double>>();
        for (var i = 0; i < USERS; i++) {
            var name = id + "-" + i;
            taken.add(people.submit(() -> {
                var begun = System.nanoTime();
                signIn(name);
                return (System.nanoTime() - begun) / 1e6;
            }));
        }
        var times = new ArrayList<Double>();
        for (var one : taken) {
            times.add(one.get());
        }
        people.shutdown();
        return times;
    }

    private static String quantiles(List<Double> times) {
        var sorted = times.stream().sorted().toList();
        return "p50 %.0f ms, p95 %.0f ms, max %.0f ms"
                .formatted(
                        sorted.get(sorted.size() / 2),
                        sorted.get(sorted.size() * 95 / 100),
                        sorted.get(sorted.size() - 1));
    }

    /** Each from an address of its own. */
    private void guess(int number) {
        var body = "{\"user\":\"%s-%d\",\"password\":\"guess %d\"}".formatted(id, number % USERS, number);
        try (var socket = new Socket()) {
            socket.bind(new InetSocketAddress(
                    InetAddress.getByAddress(new byte[] {127, 1, (byte) (number / 250), (byte) (number % 250 + 1)}),
                    0));
            socket.connect(new InetSocketAddress(
                    stack.hubAddress().getHost(), stack.hubAddress().getPort()));
            socket.getOutputStream()
                    .write(("POST /api/v1/session HTTP/1.1\r\nHost: "
                                    + stack.hubAddress().getAuthority()
                                    + "\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: "
                                    + body.length() + "\r\n\r\n" + body)
                            .getBytes(StandardCharsets.US_ASCII));
            var line = new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
            answers.computeIfAbsent(Integer.parseInt(line.substring(9)), none -> new AtomicInteger())
                    .incrementAndGet();
        } catch (IOException | NumberFormatException cut) {
            answers.computeIfAbsent(0, none -> new AtomicInteger()).incrementAndGet();
        }
    }
}
