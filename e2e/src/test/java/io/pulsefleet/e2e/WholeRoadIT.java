package io.pulsefleet.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A reading walks from this host to the API that the charts ask (SP-01, SP-06, SP-10). */
@ExtendWith(Shared.class)
@ResourceLock(Shared.STACK)
class WholeRoadIT {

    private static final Duration SOON = Duration.ofSeconds(30);

    private final Stack stack;
    private HubClient hub;

    WholeRoadIT(Stack stack) {
        this.stack = stack;
    }

    @BeforeEach
    void signIn() throws IOException {
        hub = new HubClient(stack.hubAddress(), stack.adminPassword());
    }

    @Test
    void theFleetShowsThisHost() throws Exception {
        Await.until(
                "the agent is not online",
                SOON,
                () -> agent().get("state").asText().equals("online"));

        var row = agent();
        assertThat(row.get("hostname").asText())
                .isEqualTo(InetAddress.getLocalHost().getHostName());
        assertThat(row.get("cpus").asInt()).isEqualTo(Runtime.getRuntime().availableProcessors());
        assertThat(row.get("memoryBytes").asLong()).isEqualTo(memoryTotal());
        assertThat(row.get("troubles")).isEmpty();
        assertThat(row.get("memory").asDouble()).isBetween(0.001, 1.0);
        assertThat(row.get("disk").asDouble()).isBetween(0.0, 1.0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "system.cpu.utilization",
                "system.cpu.core.utilization",
                "system.cpu.load_average",
                "system.memory.usage",
                "system.memory.utilization",
                "system.paging.usage",
                "system.filesystem.usage",
                "system.filesystem.utilization",
                "system.filesystem.inodes.usage",
                "system.disk.io",
                "system.disk.operations",
                "system.network.io",
                "system.uptime",
                "pulsefleet.collector.up"
            })
    void theChartsMove(String metric) throws Exception {
        var from = Instant.now().minusSeconds(60);
        Await.until("no three points of " + metric, SOON, () -> points(metric, from) >= 3);

        var before = points(metric, from);
        Await.until("no further point of " + metric, SOON, () -> points(metric, from) > before);
    }

    /** SP-08, SP-11: the hub is an Open Liberty as well; its agent hears of it while it runs. */
    @Test
    void aRunningLibertyIsAskedForItsMetrics() throws Exception {
        var settings = stack.config().data().resolve("agent/agent.yaml");
        var from = Instant.now().minusSeconds(10);
        Files.writeString(
                settings,
                "plugins: {every: 2s, endpoints: [{name: hub, url: '%s/metrics'}]}\n".formatted(stack.hubAddress()));
        try {
            for (var metric : List.of("memory_usedHeap_bytes", "thread_count", "threadpool_size")) {
                Await.until("no point of " + metric, Duration.ofSeconds(60), () -> points(metric, from) >= 1);
            }
            assertThat(lastOf(hub.series(id(), "memory_usedHeap_bytes", from, Duration.ofSeconds(1))))
                    .isBetween(1_000_000L, 10_000_000_000L);
            assertThat(agent().get("troubles")).isEmpty();
        } finally {
            Files.delete(settings);
        }
    }

    /** Java's client offers HTTP/2 where it is told nothing, and the server forwards the first three. */
    @ParameterizedTest
    @CsvSource({
        "/, /, text/html",
        "/ready, /ready, application/json",
        "/status, /api/v1/status/page, text/html",
        "/api/v1/status, /api/v1/status, application/json"
    })
    void whoeverOffersHttp2IsAnsweredAsWell(String asked, String led, String type) throws Exception {
        var request = HttpRequest.newBuilder(stack.hubAddress().resolve(asked))
                .timeout(SOON)
                .build();
        var answer = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build()
                .send(request, HttpResponse.BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.uri().getPath()).isEqualTo(led);
        assertThat(answer.headers().firstValue("Content-Type").orElseThrow()).startsWith(type);
        assertThat(answer.body()).isNotEmpty();
    }

    @Test
    void aReadingIsWhatTheHostSays() throws Exception {
        var series = hub.series(id(), "system.memory.limit", Instant.now().minusSeconds(30), Duration.ofSeconds(1));

        assertThat(series.get("unit").asText()).isEqualTo("By");
        assertThat(lastOf(series)).isEqualTo(memoryTotal());
    }

    @Test
    void theSharesOfTheCpuModesAndTheCoresAgree() throws Exception {
        var from = Instant.now().minusSeconds(30);
        Await.until("no shares", SOON, () -> points("system.cpu.core.utilization", from) >= 5);
        var cores = hub.series(id(), "system.cpu.core.utilization", from, Duration.ofSeconds(60));

        assertThat(cores.get("series")).hasSize(Runtime.getRuntime().availableProcessors());
        for (var core : cores.get("series")) {
            assertThat(core.get("values").get(0).asDouble()).isBetween(0.0, 1.0);
        }
    }

    @Test
    void readingsStandAtWholeIntervalsOnceEach() throws Exception {
        var from = Instant.now().minusSeconds(60);
        Await.until("no five points", SOON, () -> points("system.uptime", from) >= 5);

        var at = new ArrayList<Long>();
        hub.series(id(), "system.uptime", from, Duration.ofSeconds(1))
                .get("series")
                .get(0)
                .get("at")
                .forEach(moment -> at.add(moment.asLong()));
        assertThat(at).doesNotHaveDuplicates().isSorted();
    }

    /** From the file to the hub, where it is found and followed (SP-02). */
    @Test
    void aLineOfALogIsFoundAndFollowed() throws Exception {
        var file = stack.logs().resolve("access-road.log");
        Files.writeString(file, "");
        var tail = "/api/v1/logs/tail?source=" + file;
        var cursor = hub.get(tail).get("cursor").asText();
        var mark = Long.toString(System.nanoTime(), 36);
        Files.writeString(
                file,
                "192.0.2.7 - eve [22/Nov/2026:10:00:00 +0000] \"GET /%s HTTP/1.1\" 503 7 \"-\" \"-\"\n".formatted(mark),
                StandardOpenOption.APPEND);

        var followed = new ArrayList<JsonNode>();
        Await.until("the line does not come", SOON, () -> {
            hub.get(tail + "&cursor=" + URLEncoder.encode(cursor, StandardCharsets.UTF_8))
                    .get("lines")
                    .forEach(followed::add);
            return !followed.isEmpty();
        });
        assertThat(followed).hasSize(1);
        var line = followed.get(0);
        assertThat(line.get("source").asText()).isEqualTo(file.toString());
        assertThat(line.get("at").asText()).isEqualTo("2026-11-22T10:00:00Z");
        assertThat(line.get("text").asText()).contains(mark);

        var found = hub.get("/api/v1/logs?from=2026-11-22T09:00:00Z&to=2026-11-22T11:00:00Z&severity=ERROR&text=" + mark
                + "&field=http.response.status_code:503&field=client.address:192.0.2.*");
        assertThat(found.get("lines")).hasSize(1);
        assertThat(found.get("lines").get(0)).isEqualTo(line);
        var read = hub.get("/api/v1/logs/sources?agent=" + id());
        assertThat(read.at("/agents/0/sources").findValuesAsText("state")).doesNotContain("missing", "no rights");
    }

    @Test
    void aFileSystemIsAsFullAsDfSays() throws Exception {
        var root = Files.getFileStore(Path.of("/"));
        var full = StreamSupport.stream(
                        hub.series(
                                        id(),
                                        "system.filesystem.utilization",
                                        Instant.now().minusSeconds(20),
                                        Duration.ofSeconds(1))
                                .get("series")
                                .spliterator(),
                        false)
                .filter(series -> series.get("labels")
                        .get("system.filesystem.mountpoint")
                        .asText()
                        .equals("/"))
                .toList();

        assertThat(full).hasSize(1);
        var used = root.getTotalSpace() - root.getUnallocatedSpace();
        assertThat(last(full.get(0).get("values")))
                .isCloseTo((double) used / (used + root.getUsableSpace()), within(0.01));
    }

    @Test
    void theJobsRunOfTheAgentIsKeptByTheHub() {
        Await.until("no run of the system job", SOON, () -> {
            var runs = hub.get("/api/v1/agents/" + id() + "/runs").get("runs");
            return StreamSupport.stream(runs.spliterator(), false)
                    .anyMatch(run -> run.get("job").asText().equals("system")
                            && run.get("state").asText().equals("STARTED")
                            && run.get("visits").asLong() > 0);
        });
    }

    @Test
    void operatorsFindTheUsualPlaces() throws Exception {
        for (var path : List.of("/health/live", "/health/ready", "/openapi", "/metrics")) {
            assertThat(Http.get(stack.hubAddress().resolve(path)).statusCode())
                    .as(path)
                    .isEqualTo(200);
        }
        assertThat(Http.get(stack.hubAddress().resolve("/openapi")).body())
                .contains("/v1/agents/{id}/shipments/{segment}");
    }

    private JsonNode agent() throws IOException {
        return hub.onlyAgent().orElseThrow(() -> new IOException("no agent"));
    }

    private String id() throws IOException {
        return agent().get("id").asText();
    }

    private int points(String metric, Instant from) throws IOException {
        var series = hub.series(id(), metric, from, Duration.ofSeconds(1)).get("series");
        return series.isEmpty() ? 0 : series.get(0).get("at").size();
    }

    private static long lastOf(JsonNode answer) {
        return (long) last(answer.get("series").get(0).get("values"));
    }

    private static double last(JsonNode values) {
        return values.get(values.size() - 1).asDouble();
    }

    private static long memoryTotal() throws IOException {
        var line = Files.readAllLines(Path.of("/proc/meminfo")).get(0);
        return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
    }
}
