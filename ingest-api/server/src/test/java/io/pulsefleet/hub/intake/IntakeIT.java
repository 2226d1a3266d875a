package io.pulsefleet.hub.intake;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.luben.zstd.Zstd;
import io.pulsefleet.hub.Caller;
import io.pulsefleet.hub.HubArchive;
import io.pulsefleet.wire.Frame;
import io.pulsefleet.wire.Json;
import io.pulsefleet.wire.Metric;
import io.pulsefleet.wire.MetricSet;
import io.pulsefleet.wire.Position;
import io.pulsefleet.wire.Problem;
import io.pulsefleet.wire.Shipment;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From outside: what an agent sends comes to the chart; what is no shipment is told why. */
@ArquillianTest
class IntakeIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PROBLEM = Problem.MEDIA_TYPE;
    private static final MetricSet SET = new MetricSet(
            "system",
            "host",
            List.of(
                    new Position("system.cpu.utilization", Metric.Kind.GAUGE, "1", Map.of("cpu.mode", "user")),
                    new Position("system.disk.io", Metric.Kind.COUNTER, "By", Map.of("system.device", "sda"))));

    @Deployment(testable = false)
    static WebArchive hub() {
        return HubArchive.packaged();
    }

    @ArquillianResource
    URI deployed;

    private Caller caller;

    @BeforeEach
    void anAgent() throws Exception {
        caller = Caller.of(deployed).registered();
    }

    @Test
    void aReadingComesToItsChart() throws Exception {
        var at = Instant.now().truncatedTo(ChronoUnit.SECONDS).minusSeconds(20);
        var shipment = Shipment.ofFrames(List.of(
                new Frame(SET.hash(), at, new double[] {0.25, 1_000}),
                new Frame(SET.hash(), at.plusSeconds(10), new double[] {0.5, Frame.MISSING}),
                new Frame(SET.hash(), at.plusSeconds(20), new double[] {0.75, 1_100})));
        caller.ship("s-0", Json.bytes(ofSet()));

        assertThat(caller.ship("s-1", Caller.gzip(Json.bytes(shipment)), "Content-Encoding", "gzip")
                        .statusCode())
                .isEqualTo(201);
        assertThat(caller.ship("s-1", Json.bytes(shipment)).statusCode()).isEqualTo(204);

        assertThat(series("system.cpu.utilization").get("series").toString())
                .isEqualTo("""
                        [{"collector":"system","target":"host","labels":{"cpu.mode":"user"},\
                        "at":[%d,%d,%d],"values":[0.25,0.5,0.75]}]""".formatted(at.getEpochSecond(), at.getEpochSecond() + 10, at.getEpochSecond() + 20));
        assertThat(series("system.disk.io").get("as").asText()).isEqualTo("rate");
        assertThat(series("system.disk.io").at("/series/0/values").toString()).isEqualTo("[5.0]");
        assertThat(get("agents/" + caller.agent()).get("cpu").asDouble()).isEqualTo(0.75);
    }

    @Test
    void asksForTheSetsThatItDoesNotKnow() throws Exception {
        var set = new MetricSet("c", "t", List.of(new Position(caller.agent().toString(), null, null, null)));
        var shipment = Shipment.ofFrames(List.of(new Frame(set.hash(), Instant.now(), new double[] {1})));

        var answer = caller.ship("s-1", Json.bytes(shipment));

        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(Json.read(answer.body().getBytes(StandardCharsets.UTF_8), Problem.class))
                .isEqualTo(Problem.ofUnknownSets(List.of(set.hash())));
        assertThat(caller.ship("s-1", Json.bytes(shipment.with(List.of(set)))).statusCode())
                .isEqualTo(201);
    }

    @Test
    void anAgentActsForItselfOnly() throws Exception {
        var other = Caller.of(deployed).registered();

        var answer = caller.send(
                "PUT", "agents/" + other.agent() + "/shipments/s-1", bytes("{}"), "Authorization", caller.asAgent());

        assertThat(answer.statusCode()).isEqualTo(403);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"frames":[{"set":"HASH","at":"2026-11-21T10:15:00Z","values":[1]}]}        | frames[0].values
            {"frames":[{"set":"HASH","at":"2026-11-21T10:15:00Z","values":[1,true]}]}   | frames[0].values[1]
            {"frames":[{"set":"HASH","at":"9999-12-31T23:59:59Z","values":[1,2]}]}      | frames[0].at
            {"frames":[{"set":"HASH","at":"-0044-03-15T00:00:00Z","values":[1,2]}]}     | frames[0].at
            {"frames":[{"set":"HASH","at":"+999999999-01-01T00:00:00Z","values":[1,2]}]}| frames[0].at
            {"lines":[{"at":"1900-01-01T00:00:00Z","source":"s","text":"t"}]}           | lines[0].at
            {"sets":[{"collector":"c","target":"t","positions":[{"metric":"m","labels":{"a":null}}]}]} | sets[0].positions[0].labels.a
            {"sets":[{"collector":"c","target":"t","positions":[{"metric":"m\\u0000"}]}]} | sets[0].positions[0].metric
            {"sets":[{"collector":"c","target":"t","positions":[{"metric":"m\\ud800"}]}]} | sets[0].positions[0].metric
            {"runs":[{"job":"j"}]}                                                      | runs[0].execution
            {"frames":7}                                                                | frames
            nonsense                                                                    | ``
            null                                                                        | ``
            """)
    void namesTheFieldThatIsWrong(String body, String field) throws Exception {
        caller.ship("s-0", Json.bytes(ofSet()));

        var answer = caller.ship("s-1", bytes(body.replace("HASH", SET.hash())));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(answer.headers().firstValue("Content-Type")).contains(PROBLEM);
        assertThat(JSON.readTree(answer.body()).get("field").asText()).isEqualTo(field);
    }

    @Test
    void whatPostgresCannotHoldInALineIsReplacedNotRefused() throws Exception {
        var answer = caller.ship("s-1", bytes("""
                {"lines":[{"at":"2026-11-21T10:15:00Z","source":"s","text":"a\\u0000b\\ud800","attributes":{"k\\u0000":null}}],
                 "documents":[{"kind":"k","target":"t","at":"2026-11-21T10:15:00Z","body":{"a":"\\u0000\\ud800"}}]}"""));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    }

    private static Shipment ofSet() {
        return Shipment.ofFrames(
                        List.of(new Frame(SET.hash(), Instant.parse("2026-11-01T00:00:00Z"), new double[] {0, 0})))
                .with(List.of(SET));
    }

    @Test
    void takesGzipHoweverWellItPacks() throws Exception {
        var body = Caller.gzip(bytes("{\"frames\":[" + " ".repeat(4 << 20) + "]}"));

        assertThat(body.length).as("a thousandth").isLessThan(5_000);
        assertThat(caller.ship("s-1", body, "Content-Encoding", "gzip").statusCode())
                .isEqualTo(201);
    }

    @Test
    void keepsOnlyTheSetsThatFramesName() throws Exception {
        var named = setWith("named");
        var idle = java.util.stream.IntStream.range(0, 40)
                .mapToObj(i -> setWith("idle" + caller.agent() + i))
                .toList();

        for (int i = 0; i < 3; i++) {
            var shipment = frames(List.of(named))
                    .with(java.util.stream.Stream.concat(idle.stream(), java.util.stream.Stream.of(named))
                            .toList());
            assertThat(caller.ship("s-" + i, Json.bytes(shipment)).statusCode()).isEqualTo(201);
        }
        var answer = caller.ship("s-9", Json.bytes(frames(idle).with(List.of())));

        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(JSON.readTree(answer.body()).get("sets").size()).isEqualTo(40);
    }

    @Test
    void aSetOfTooManyPositionsIsToldByItsPlace() throws Exception {
        var positions = String.join(",", Collections.nCopies(10_001, "{\"metric\":\"m\"}"));

        var answer = caller.ship(
                "s-1", bytes("{\"sets\":[{\"collector\":\"c\",\"target\":\"t\",\"positions\":[" + positions + "]}]}"));

        assertProblem(400, answer);
        assertThat(JSON.readTree(answer.body()).get("field").asText()).isEqualTo("sets[0].positions");
    }

    @Test
    void aBodyThatIsCutShortMayBeSentAgain() throws Exception {
        for (int road = 0; road < 2; road++) { // the long one, and the short cut of an agent that is known
            assertThat(statusOfCut("identity", bytes("{\"frames\":["))).startsWith("HTTP/1.1 408");
            assertThat(statusOfCut("gzip", Arrays.copyOf(Caller.gzip(bytes("{\"frames\":[]}")), 20)))
                    .startsWith("HTTP/1.1 408");
        }
    }

    /** The connection ends in the middle of the body. */
    private String statusOfCut(String encoding, byte[] begin) throws Exception {
        try (var socket = new Socket(deployed.getHost(), deployed.getPort())) {
            var head = """
                    PUT %sv1/agents/%s/shipments/s-1 HTTP/1.1
                    Host: localhost
                    Authorization: %s
                    Content-Type: application/json
                    Content-Encoding: %s
                    Content-Length: 1000

                    """.formatted(deployed.getPath(), caller.agent(), caller.asAgent(), encoding);
            socket.getOutputStream().write(bytes(head.replace("\n", "\r\n")));
            socket.getOutputStream().write(begin);
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .findFirst()
                    .orElse("no answer");
        }
    }

    @Test
    void takesNoGzipThatIsNone() throws Exception {
        var cut = Arrays.copyOf(Caller.gzip(bytes("{\"frames\":[]}")), 20);

        assertProblem(400, caller.ship("s-1", bytes("no gzip"), "Content-Encoding", "gzip"));
        assertProblem(400, caller.ship("s-1", cut, "Content-Encoding", "gzip"));
    }

    @Test
    void takesZstdWithinTheSameLimit() throws Exception {
        var at = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        var shipment = Shipment.ofFrames(List.of(new Frame(SET.hash(), at, new double[] {1, 2})))
                .with(List.of(SET));
        var bomb = Zstd.compress(bytes("{\"frames\":[" + " ".repeat(20 << 20) + "]}"));

        assertThat(caller.ship("s-1", Zstd.compress(Json.bytes(shipment)), "Content-Encoding", "zstd")
                        .statusCode())
                .isEqualTo(201);
        assertProblem(413, caller.ship("s-2", bomb, "Content-Encoding", "zstd"));
        assertProblem(400, caller.ship("s-2", bytes("no zstd"), "Content-Encoding", "zstd"));
        assertProblem(415, caller.ship("s-2", bytes("{}"), "Content-Encoding", "br"));
    }

    @Test
    void aClockThatIsWrongLosesOnlyItsOwnFrames() throws Exception {
        var at = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        var shipment = Shipment.ofFrames(List.of(
                        new Frame(SET.hash(), at, new double[] {0.25, 1}),
                        new Frame(SET.hash(), at.plus(2, ChronoUnit.HOURS), new double[] {0.5, 2}),
                        new Frame(SET.hash(), at.minus(401, ChronoUnit.DAYS), new double[] {0.75, 3})))
                .with(List.of(SET));

        var answer = caller.ship("s-1", Json.bytes(shipment));

        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(answer.body())
                .isEqualTo("{\"dropped\":2,\"reason\":\"Their moment is too far in the future or in the past.\"}");
        assertThat(caller.ship("s-1", Json.bytes(shipment)).statusCode()).isEqualTo(204);
    }

    @Test
    void anAgentThatUsesTooManySetsIsToldTheLimitAndTheRemedy() throws Exception {
        for (int i = 0; i < 9; i++) {
            var sets = List.of(setWith("v" + i), setWith("w" + i));
            var answer = caller.ship("s-" + i, Json.bytes(frames(sets)));
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(i < 8 ? 201 : 422);
            if (i == 8) {
                assertThat(answer.body()).contains("may begin to use 16 metric sets", "PULSE_INTAKE_SETS");
            }
        }
        assertThat(caller.ship("s-10", Json.bytes(frames(List.of(setWith("v0")))))
                        .statusCode())
                .as("known sets go on")
                .isEqualTo(201);
    }

    private static Shipment frames(List<MetricSet> sets) {
        var at = Instant.now();
        return Shipment.ofFrames(sets.stream()
                        .map(set -> new Frame(set.hash(), at, new double[] {1}))
                        .toList())
                .with(sets);
    }

    private static MetricSet setWith(String value) {
        return new MetricSet("c", "t", List.of(new Position("m", Metric.Kind.GAUGE, "1", Map.of("label", value))));
    }

    @Test
    void takesNothingTooLargeHoweverSmallItWasPacked() throws Exception {
        var large = bytes("{\"frames\":[" + " ".repeat(20 << 20) + "]}");

        assertProblem(413, caller.ship("s-1", Caller.gzip(large), "Content-Encoding", "gzip"));
        assertProblem(413, caller.ship("s-1", bytes("{\"frames\":[" + frames(100_000) + "]}")));
        assertProblem(
                413,
                caller.send(
                        "POST",
                        "agents/" + caller.agent() + "/heartbeat",
                        bytes("{\"boot\":\"" + "x".repeat(300_000) + "\"}"),
                        "Authorization",
                        caller.asAgent()));
    }

    @Test
    void whatIsNotAskedForRightlyIsToldAsAProblem() throws Exception {
        assertProblem(415, caller.ship("s-1", bytes("<a/>"), "Content-Type", "application/xml"));
        assertProblem(415, caller.ship("s-1", bytes("{}"), "Content-Type", "nonsense"));
        assertProblem(400, caller.ship("S_1", bytes("{}")));
        assertProblem(404, caller.send("GET", "moon", null));
        assertProblem(404, caller.send("GET", "../moon", null));
        assertProblem(404, caller.send("GET", "agents/nonsense", null, "Authorization", Caller.asAdmin()));
        assertProblem(405, caller.send("DELETE", "agents", null));
        assertProblem(
                406, caller.send("GET", "agents", null, "Authorization", Caller.asAdmin(), "Accept", "text/html"));
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            ''                                                            , metric
            metric=m&from=yesterday                                       , from
            metric=m&from=2020-01-01T00:00:00Z                            , from
            metric=m&to=%2B1000000000-12-31T23:59:59Z                     , to
            metric=m&step=0                                               , step
            metric=m&step=9223372036854775807d                            , step
            metric=m&step=1s&from=2026-11-01T00:00:00Z&to=2026-11-21T00:00:00Z , step
            metric=m&as=picture                                           , as
            """)
    void namesTheParameterThatIsWrong(String query, String field) throws Exception {
        var answer = caller.send(
                "GET", "agents/" + caller.agent() + "/series?" + query, null, "Authorization", Caller.asAdmin());

        assertProblem(400, answer);
        assertThat(JSON.readTree(answer.body()).get("field").asText()).isEqualTo(field);
    }

    private static void assertProblem(int status, HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith(PROBLEM);
    }

    private JsonNode series(String metric) throws Exception {
        return get("agents/" + caller.agent() + "/series?step=1&metric=" + metric);
    }

    private JsonNode get(String path) throws Exception {
        var answer = caller.send("GET", path, null, "Authorization", Caller.asAdmin());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    private static String frames(int count) {
        var frame = "{\"set\":\"%s\",\"at\":\"2026-11-21T10:15:00Z\",\"values\":[1,2]}".formatted(SET.hash());
        return String.join(",", Collections.nCopies(count, frame));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
