package io.pulsefleet.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.pulsefleet.e2e.fleet.Credentials;
import io.pulsefleet.e2e.fuzz.Api;
import io.pulsefleet.e2e.fuzz.Api.Route;
import io.pulsefleet.e2e.fuzz.Fuzz;
import io.pulsefleet.e2e.fuzz.Fuzz.Caller;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Malformed requests over all routes, as nobody, as an agent, as somebody who may join, and as the admin: no answer is a
 * failure of ours, nobody gains a right, and the hub's memory stays what it was (SP-13).
 *
 * <p>{@code -Dfuzz.requests=100000} sends more than the few of a usual run, {@code -Dfuzz.seed} others.
 */
class FuzzIT {

    private static final int REQUESTS = Integer.getInteger("fuzz.requests", 4_000);
    private static final long SEED = Long.getLong("fuzz.seed", 20_261_122);
    private static final Duration LONGEST = Duration.ofMinutes(3);
    private static final Pattern HISTOGRAM_ROW = Pattern.compile(" *\\d+: +\\d+ +(\\d+) +(.*)");
    private static final long MORE_MEMORY = 12L << 20;

    /** What anybody may ask, or do to himself. */
    private static final Set<String> OPEN = Set.of(
            "GET /api/v1/about",
            "GET /api/v1/status/page",
            "GET /api/v1/ready",
            "GET /api/v1/status",
            "DELETE /api/v1/session");

    @Test
    void malformedRequestsAreRefusedAndLeaveNothingBehind() throws Exception {
        try (var stack = Stack.beside(Shared.emptyFolder("fuzz"), Map.of())) {
            stack.startPostgres();
            stack.startHub();
            stack.hub().awaitReady(LONGEST);
            var routes = routes(stack.hubAddress());
            assertThat(routes).extracting(Route::name).contains("GET /api/v1/agents/{id}/series");
            var server = new InetSocketAddress("localhost", stack.hubAddress().getPort());
            var callers = callers(stack);

            var warmUp = new Fuzz(routes, callers, SEED + 1).run(server, REQUESTS / 4, 30);
            var before = live(stack);
            var verdict = new Fuzz(routes, callers, SEED).run(server, REQUESTS, 60);
            var after = live(stack);
            System.out.printf(
                    "fuzz: %d requests over %d routes, %d without an answer, heap %d -> %d kB %s, %s%n",
                    REQUESTS,
                    routes.size(),
                    verdict.hungUp(),
                    bytes(before) >> 10,
                    bytes(after) >> 10,
                    growth(before, after),
                    verdict.statuses());

            assertThat(warmUp.findings()).isEmpty();
            assertThat(verdict.findings()).isEmpty();
            assertThat(verdict.answered()).isGreaterThan(REQUESTS * 9 / 10);
            assertThat(bytes(after) - bytes(before))
                    .as("more live heap, of which %s", growth(before, after))
                    .isLessThan(MORE_MEMORY);
            assertThat(stack.hub().isAlive()).isTrue();
        }
    }

    private static List<Route> routes(URI hub) throws Exception {
        return Api.routes(new ObjectMapper()
                .readTree(Http.get(hub.resolve("/openapi?format=JSON")).body()));
    }

    private static List<Caller> callers(Stack stack) throws Exception {
        var admin =
                Base64.getEncoder().encodeToString(("admin:" + stack.adminPassword()).getBytes(StandardCharsets.UTF_8));
        var agent = Credentials.of(SEED, 1);
        register(stack, agent);
        var all = new ArrayList<Caller>();
        all.add(new Caller("nobody", "", route -> OPEN.contains(route.name())));
        all.add(new Caller("stranger", "Authorization: Bearer " + UUID.randomUUID(), route -> false));
        all.add(new Caller(
                "joiner",
                "Authorization: Bearer " + stack.joinToken(),
                route -> OPEN.contains(route.name()) || route.name().equals("POST /api/v1/agents/register")));
        all.add(new Caller(
                "agent",
                "Authorization: Bearer " + agent.token(),
                route -> OPEN.contains(route.name()) || route.path().startsWith("/api/v1/agents/{id}/")));
        all.add(new Caller("admin", "Authorization: Basic " + admin, route -> true));
        return all;
    }

    private static void register(Stack stack, Credentials agent) throws Exception {
        var body = """
                {"agent": "%s", "token": "%s", "version": "1", "boot": "%s", "host": {"hostname": "fuzz",
                 "addresses": [], "os": "Linux", "kernel": "6", "arch": "amd64", "cpus": 1, "memoryBytes": 1}}""".formatted(agent.id(), agent.token(), agent.boot());
        var answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(stack.hubAddress().resolve("/api/v1/agents/register"))
                                .header("Authorization", "Bearer " + stack.joinToken())
                                .header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofString(body))
                                .build(),
                        BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    }

    /** What is reachable after a full collection, by class: bytes. */
    private static Map<String, Long> live(Stack stack) throws Exception {
        var jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        var histogram = new ProcessBuilder(jcmd, Long.toString(stack.hub().pid()), "GC.class_histogram")
                .redirectErrorStream(true)
                .start();
        return new String(histogram.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .map(HISTOGRAM_ROW::matcher)
                .filter(Matcher::matches)
                .collect(Collectors.toMap(row -> row.group(2), row -> Long.parseLong(row.group(1)), Long::sum));
    }

    private static long bytes(Map<String, Long> live) {
        return live.values().stream().mapToLong(Long::longValue).sum();
    }

    /** The classes that take the most more, for whoever looks for a leak. */
    private static List<String> growth(Map<String, Long> before, Map<String, Long> after) {
        return after.entrySet().stream()
                .sorted(Comparator.comparingLong(row -> before.getOrDefault(row.getKey(), 0L) - row.getValue()))
                .limit(12)
                .map(row -> "%s +%d kB"
                        .formatted(row.getKey(), (row.getValue() - before.getOrDefault(row.getKey(), 0L)) >> 10))
                .toList();
    }
}
