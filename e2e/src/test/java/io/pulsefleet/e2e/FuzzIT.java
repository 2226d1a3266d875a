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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
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
 * Malformed requests over all routes, as nobody, as an agent, as somebody who may join, and as each rank: no answer is a
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

    private static final Path TABLE = Path.of("../docs/reference/routes.md");
    private static final Pattern ROW = Pattern.compile("\\| `(\\w+) (.*)` \\| (.*) \\| .*\\|");
    private static final List<String> RANKS = List.of("viewer", "operator", "admin");

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
        var rights = rights();
        var agent = Credentials.of(SEED, 1);
        register(stack, agent);
        var all = new ArrayList<Caller>();
        all.add(caller("nobody", "", Set.of(), rights));
        all.add(caller("stranger", "Bearer " + UUID.randomUUID(), Set.of(), Map.of()));
        all.add(caller("joiner", "Bearer " + stack.joinToken(), Set.of("joiner"), rights));
        all.add(caller("agent", "Bearer " + agent.token(), Set.of("agent"), rights));
        var hub = new HubClient(stack.hubAddress(), stack.adminPassword());
        for (var rank : RANKS) {
            var key = hub.post("/api/v1/api-keys", "{\"name\": \"fuzz-" + rank + "\", \"role\": \"" + rank + "\"}")
                    .get("key")
                    .asText();
            all.add(caller(rank, "Bearer " + key, Set.copyOf(RANKS.subList(0, RANKS.indexOf(rank) + 1)), rights));
        }
        return all;
    }

    /** @param rights who may call each route */
    private static Caller caller(String name, String shows, Set<String> roles, Map<String, Set<String>> rights) {
        return new Caller(name, shows.isEmpty() ? "" : "Authorization: " + shows, route -> {
            var may = rights.getOrDefault(route.name(), Set.of());
            return may.contains("*everybody*") || may.stream().anyMatch(roles::contains);
        });
    }

    private static Map<String, Set<String>> rights() throws Exception {
        return Files.readAllLines(TABLE).stream()
                .map(ROW::matcher)
                .filter(Matcher::matches)
                .collect(Collectors.toMap(
                        row -> row.group(1) + " /api/v1/" + row.group(2),
                        row -> Set.of(row.group(3).split(", ", -1))));
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
