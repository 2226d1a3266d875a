package io.pulsefleet.hub.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pulsefleet.hub.Caller;
import io.pulsefleet.hub.HubArchive;
import io.pulsefleet.hub.ItDatabase;
import io.pulsefleet.store.pack.PackedSlice;
import io.pulsefleet.store.pack.Slice;
import io.pulsefleet.store.pack.SliceCodec;
import io.pulsefleet.wire.Frame;
import io.pulsefleet.wire.Json;
import io.pulsefleet.wire.Metric;
import io.pulsefleet.wire.MetricSet;
import io.pulsefleet.wire.Position;
import io.pulsefleet.wire.Problem;
import io.pulsefleet.wire.Shipment;
import java.io.ByteArrayInputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From outside: questions about what lies hot and packed, how answers look, and what is too much. */
@ArquillianTest
class QueryIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int WIDE = 300;

    @Deployment(testable = false)
    static WebArchive hub() {
        return HubArchive.packaged();
    }

    @ArquillianResource
    URI deployed;

    private Caller caller;
    private MetricSet set;

    /** A whole hour, long enough ago. */
    private final Instant hour = Instant.now().truncatedTo(ChronoUnit.HOURS).minus(Duration.ofHours(3));

    @BeforeEach
    void anAgent() throws Exception {
        caller = Caller.of(deployed).registered();
        set = new MetricSet(
                "system",
                "host",
                List.of(
                        new Position("load", Metric.Kind.GAUGE, "1", Map.of("over", "1m", "agent", id())),
                        new Position("load", Metric.Kind.GAUGE, "1", Map.of("over", "5m", "agent", id())),
                        new Position("io", Metric.Kind.COUNTER, "By", Map.of("agent", id()))));
        send(set);
    }

    private String id() {
        return caller.agent().toString();
    }

    @Test
    void whatIsPackedAndWhatIsNotIsAnsweredAsOne() throws Exception {
        pack(set, 1, new long[] {0, 10, 20}, new double[][] {{1, 2, 3}, {5, 5, 5}, {100, 200, Slice.MISSING}});
        ship(set, 30, 4, 5, 400);

        var answer = get("metric=load&label.over=1m&step=10" + span());

        assertThat(answer.toString()).isEqualTo("""
                        {"metric":"load","kind":"GAUGE","unit":"1","aggregate":"avg","from":"%1$s","to":"%2$s",\
                        "stepSeconds":10,"series":[{"agent":"%3$s","hostname":"host","collector":"system",\
                        "target":"host","labels":{"agent":"%3$s","over":"1m"},\
                        "at":[%4$d,%5$d,%6$d,%7$d],"values":[1.0,2.0,3.0,4.0]}],"source":["raw"]}""".formatted(
                        hour, hour.plusSeconds(3_600), id(), seconds(0), seconds(10), seconds(20), seconds(30)));
        assertThat(values("metric=io&step=10" + span())).isEqualTo("[[10.0,10.0]]");
        assertThat(values("metric=load&step=1h&aggregate=p50" + span())).isEqualTo("[[2.5],[5.0]]");
        assertThat(values("metric=load&step=1h&aggregate=max&by=agent" + span()))
                .isEqualTo("[[5.0]]");
        assertThat(values("metric=load&step=1h&by=metric&combine=sum" + span())).isEqualTo("[[7.5]]");
    }

    @Test
    void whatIsInfiniteIsAText() throws Exception {
        pack(set, 1, new long[] {0, 10, 20, 21}, new double[][] {
            {1, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY},
            {5, 5, 5, 5},
            {1, 2, 3, 4}
        });

        assertThat(values("metric=load&label.over=1m&step=10" + span())).isEqualTo("[[1.0,\"Infinity\",\"NaN\"]]");
        var chart = caller.send(
                "GET",
                "agents/" + id() + "/series?metric=load&step=10" + span(),
                null,
                "Authorization",
                Caller.asAdmin());
        assertThat(chart.body()).contains("\"values\":[1.0,null,null]");
    }

    @Test
    void aTableIsAnsweredToWhoWantsOne() throws Exception {
        pack(set, 1, new long[] {0}, new double[][] {{1}, {5}, {100}});
        var expected = """
                metric,agent,hostname,collector,target,labels,at,value\r
                load,%1$s,host,system,host,"agent=""%1$s"",over=""1m""\",%2$s,1.0\r
                load,%1$s,host,system,host,"agent=""%1$s"",over=""5m""\",%2$s,5.0\r
                """.formatted(id(), hour);

        var accepted = ask("metric=load&step=10" + span(), "Accept", "text/csv");
        var named = ask("metric=load&step=10&format=csv" + span(), "Accept", "application/json, text/csv;q=0.5");

        assertThat(accepted.body()).isEqualTo(expected);
        assertThat(accepted.headers().firstValue("Content-Type").orElse("")).startsWith("text/csv");
        assertThat(named.body()).isEqualTo(expected);
    }

    @Test
    void whatIsLongIsCompressedForWhoAcceptsThat() throws Exception {
        var at = IntStream.range(0, 360).mapToLong(i -> 10L * i).toArray();
        pack(set, 1, at, new double[][] {new double[360], new double[360], new double[360]});
        var query = "metric=load&step=10" + span();
        var request = request("query?agent=" + id() + "&" + query)
                .header("Accept-Encoding", "gzip")
                .build();

        var packed = HttpClient.newHttpClient().send(request, BodyHandlers.ofByteArray());

        assertThat(packed.headers().firstValue("Content-Encoding")).contains("gzip");
        var unpacked = new GZIPInputStream(new ByteArrayInputStream(packed.body())).readAllBytes();
        assertThat(new String(unpacked, StandardCharsets.UTF_8))
                .isEqualTo(ask(query).body());
        assertThat(packed.body().length).isLessThan(unpacked.length / 2);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            metric=m&agent=*&step=0                              | step
            agent=*&metrc=m&aggregate=mode&by=rack&format=xml    | metrc, metric, aggregate, by, format
            metric=m&metric=n&agent=*&from=monday&to=x&step=q    | metric, to, from, step
            metric=m                                             | agent
            metric=m&agent=*&tag=env                             | tag
            metric=m&tag=env:prod&tag=env:test                   | tag
            metric=m&agent=*&combine=sum                         | combine
            metric=m&agent=*&aggregate=p100                      | aggregate
            metric=m&agent=*&by=label.&top=0                     | by, top
            metric=m&agent=*&by=agent&combine=last&top=1001      | combine, top
            """)
    void allParametersThatAreWrongAreNamed(String query, String fields) throws Exception {
        var answer = caller.send("GET", "query?" + query, null, "Authorization", Caller.asAdmin());

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(JSON.readTree(answer.body()).get("field").asText()).isEqualTo(fields);
    }

    @Test
    void agentsThatThereAreNotAreNamedAndAMetricThatThereIsNotIsNoSeries() throws Exception {
        var unknown = caller.send(
                "GET", "query?metric=m&agent=moon&agent=mars&agent=host", null, "Authorization", Caller.asAdmin());

        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(unknown.body()).contains("There is no agent moon, mars.");
        assertThat(get("metric=moon").get("series").toString()).isEqualTo("[]");
    }

    @Test
    void questionsAreAboutAGroupOrThoseWhoBearATag() throws Exception {
        pack(set, 1, new long[] {0}, new double[][] {{1}, {5}, {100}});
        Caller.of(deployed).registered();
        assertThat(mark("{\"group\":\"g %1$s\",\"tags\":{\"env\":\"prod\",\"a:b\":\"\"}}".formatted(id()))
                        .body())
                .contains("\"field\":\"tags\"");
        assertThat(mark("{\"group\":\"g %1$s\",\"tags\":{\"env\":\"prod:eu\",\"id\":\"%1$s\"}}".formatted(id()))
                        .statusCode())
                .isEqualTo(204);

        for (var about : List.of(
                "group=g%20" + id(),
                "group=g%20" + id() + "&group=nobody",
                "tag=env:prod:eu&tag=id:" + id(),
                "agent=*&tag=id:" + id(),
                "agent=" + id() + "&group=g%20" + id() + "&tag=env:prod:eu")) {
            assertThat(about(about)).as(about).isEqualTo(id());
        }
        for (var about : List.of(
                "group=nobody",
                "tag=env:prod&tag=id:" + id(),
                "agent=" + id() + "&tag=id:x",
                "group=nobody&tag=id:" + id())) {
            assertThat(about(about)).as(about).isEmpty();
        }
        var wrong = caller.send("GET", "query?metric=load&tag=env", null, "Authorization", Caller.asAdmin());
        assertThat(wrong.body()).as("only what is wrong").contains("\"field\":\"tag\"");
        var row = caller.send("GET", "agents/" + id(), null, "Authorization", Caller.asAdmin());
        assertThat(JSON.readTree(row.body()).get("tags").get("env").asText()).isEqualTo("prod:eu");
        assertThat(mark("{\"tags\":{}}").statusCode()).isEqualTo(204);
        assertThat(about("tag=id:" + id()))
                .as("tags take the place of all others")
                .isEmpty();
        assertThat(about("group=g%20" + id())).as("the group stays").isEqualTo(id());
    }

    /** Two hosts of one group: of each label's value a line, of each host and value, the largest only (SP-10). */
    @Test
    void theHostsOfAGroupAreOneLineForEachLabel() throws Exception {
        var first = id();
        inGroupOf(first, new double[][] {{1, 2}, {10, 20}, {100, 200}});
        anAgent();
        inGroupOf(first, new double[][] {{3, 5}, {30, 50}, {100, 200}});
        var group = "group=g%20" + first + "&step=10" + span();

        assertThat(lines("metric=load&by=label.over&combine=sum&" + group))
                .isEqualTo("{over=1m}=[4.0,7.0] {over=5m}=[40.0,70.0]");
        assertThat(lines("metric=load&by=label.over&combine=max&label.over=5m&" + group))
                .isEqualTo("{over=5m}=[30.0,50.0]");
        assertThat(lines("metric=load&by=label.over&combine=p50&" + group))
                .isEqualTo("{over=1m}=[2.0,3.5] {over=5m}=[20.0,35.0]");
        assertThat(lines("metric=load&by=metric&combine=p75&" + group)).isEqualTo("=[15.0,27.5]"); // of 1, 3, 10, 30
        assertThat(lines("metric=load&by=label.over&combine=count&" + group))
                .isEqualTo("{over=1m}=[2.0,2.0] {over=5m}=[2.0,2.0]");
        assertThat(lines("metric=io&aggregate=rate&by=metric&" + group)).isEqualTo("=[20.0]"); // 100 in 10 s, twice
        assertThat(lines("metric=io&aggregate=delta&by=agent&" + group)).isEqualTo("host=[100.0] host=[100.0]");

        var top = told("query?metric=load&by=agent,label.over&top=2&" + group);
        assertThat(lines(top)).isEqualTo("host{over=5m}=[30.0,50.0] host{over=5m}=[10.0,20.0]");
        assertThat(top.get("lines").asInt()).isEqualTo(4);
        assertThat(top.at("/series/0/agent").asText()).isEqualTo(id());
        assertThat(told("query?metric=load&" + group).has("lines")).isFalse();

        var table = caller.send(
                "GET",
                "query?format=csv&metric=load&by=label.over&combine=sum&" + group,
                null,
                "Authorization",
                Caller.asAdmin());
        assertThat(table.body()).contains("load,,,,,\"over=\"\"1m\"\"\"," + hour + ",4.0\r\n");
    }

    /** Three hosts in two groups, of which two bear a tag (SP-10). */
    @Test
    void theHostsOfEachGroupAndWithEachTagAreOneLine() throws Exception {
        var first = id();
        inGroupOf(first, new double[][] {{1, 2}, {10, 20}, {0, 0}});
        assertThat(mark("{\"tags\":{\"rack\":\"r1\"}}").statusCode()).isEqualTo(204);
        anAgent();
        inGroupOf(first, new double[][] {{3, 5}, {30, 50}, {0, 0}});
        assertThat(mark("{\"tags\":{\"rack\":\"r2\"}}").statusCode()).isEqualTo(204);
        anAgent();
        inGroupOf("other " + first, new double[][] {{7, 8}, {70, 80}, {0, 0}});
        var all = "metric=load&combine=sum&group=g%20" + first + "&group=g%20other%20" + first + "&step=10" + span();

        assertThat(lines("by=group&label.over=1m&" + all).replace(first, "it"))
                .isEqualTo("[g it]=[4.0,7.0] [g other it]=[7.0,8.0]");
        assertThat(lines("by=group,label.over&combine=sum&label.over=5m&" + all.replace("combine=sum&", ""))
                        .replace(first, "it"))
                .isEqualTo("[g it]{over=5m}=[40.0,70.0] [g other it]{over=5m}=[70.0,80.0]");
        assertThat(lines("by=tag.rack&label.over=1m&" + all))
                .as("those without it are one as well")
                .isEqualTo("(rack=r1)=[1.0,2.0] (rack=r2)=[3.0,5.0] ()=[7.0,8.0]");
        assertThat(told("query?by=agent,tag.rack&label.over=1m&" + all)
                        .at("/series/1/tags/rack")
                        .asText())
                .isEqualTo("r2");
        var table = caller.send("GET", "query?format=csv&by=tag.rack&" + all, null, "Authorization", Caller.asAdmin());
        assertThat(table.body())
                .startsWith("metric,agent,hostname,group,tags,collector,target,labels,at,value\r\n")
                .contains("load,,,,\"rack=\"\"r1\"\"\",,,," + hour + ",11.0\r\n");
    }

    private void inGroupOf(String first, double[][] values) throws Exception {
        pack(set, 1, new long[] {0, 10}, values);
        assertThat(mark("{\"group\":\"g %s\"}".formatted(first)).statusCode()).isEqualTo(204);
    }

    private JsonNode told(String path) throws Exception {
        var answer = caller.send("GET", path, null, "Authorization", Caller.asAdmin());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    private String lines(String query) throws Exception {
        return lines(told("query?" + query));
    }

    private static String lines(JsonNode answer) {
        var lines = new ArrayList<String>();
        answer.get("series").forEach(line -> {
            var labels = new ArrayList<String>();
            line.path("labels")
                    .properties()
                    .forEach(label ->
                            labels.add(label.getKey() + "=" + label.getValue().asText()));
            var tags = new ArrayList<String>();
            line.path("tags")
                    .properties()
                    .forEach(tag -> tags.add(tag.getKey() + "=" + tag.getValue().asText()));
            lines.add(line.path("hostname").asText()
                    + (line.has("group") ? "[" + line.get("group").asText() + "]" : "")
                    + (line.has("tags") ? "(" + String.join(",", tags) + ")" : "")
                    + (labels.isEmpty() ? "" : "{" + String.join(",", labels) + "}")
                    + "=" + line.get("values"));
        });
        return String.join(" ", lines);
    }

    @Test
    void whichMetricsThereAreIsTold() throws Exception {
        var of = "agent=" + id();
        assertThat(told("metrics?" + of).toString()).isEqualTo("""
                        {"total":2,"metrics":[\
                        {"metric":"io","kind":"COUNTER","unit":"By","agents":1,"labels":{"agent":[]}},\
                        {"metric":"load","kind":"GAUGE","unit":"1","agents":1,"labels":{"agent":[],"over":[]}}]}""");
        assertThat(told("metrics?metric=load&" + of)
                        .at("/metrics/0/labels/over")
                        .toString())
                .isEqualTo("[\"1m\",\"5m\"]");
        assertThat(told("metrics?q=LOA&limit=1&" + of).at("/metrics/0/metric").asText())
                .isEqualTo("load");
        assertThat(told("metrics?group=nobody").get("total").asInt()).isZero();
        var wrong = caller.send("GET", "metrics?tag=env&limit=0", null, "Authorization", Caller.asAdmin());
        assertThat(JSON.readTree(wrong.body()).get("field").asText()).isEqualTo("tag, limit");
        assertThat(caller.send("GET", "metrics?agent=moon", null, "Authorization", Caller.asAdmin())
                        .statusCode())
                .isEqualTo(404);
    }

    private HttpResponse<String> mark(String body) throws Exception {
        return caller.send(
                "PATCH", "agents/" + id(), body.getBytes(StandardCharsets.UTF_8), "Authorization", Caller.asAdmin());
    }

    /** Whose series are answered. */
    private String about(String whom) throws Exception {
        var answer = caller.send(
                "GET",
                "query?metric=load&label.over=1m&step=10" + span() + "&" + whom,
                null,
                "Authorization",
                Caller.asAdmin());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        var agents = new ArrayList<String>();
        JSON.readTree(answer.body())
                .get("series")
                .forEach(line -> agents.add(line.get("agent").asText()));
        return String.join(",", agents);
    }

    @Test
    void whatIsTooMuchIsToldBeforeItIsRead() throws Exception {
        var wide = wide(500);
        send(wide);

        assertTooMuch("PULSE_QUERY_SERIES allows 400", ask("metric=wide"));
        assertTooMuch(
                "PULSE_QUERY_POINTS allows 600,000",
                ask("metric=wide&label.even=yes&step=1s&from=" + hour + "&to=" + hour.plusSeconds(10_000)));
        assertTooMuch(
                "A percentile of 250 series over 10,000 steps holds 2,500,000 points",
                ask("metric=wide&label.even=yes&by=metric&combine=p50&step=1s&from=" + hour + "&to="
                        + hour.plusSeconds(10_000)));
        assertTooMuch(
                "could have 2,500,000 points",
                ask("metric=wide&label.even=yes&by=agent,label.number&top=9&step=1s&from=" + hour + "&to="
                        + hour.plusSeconds(10_000)));
        assertTooMuch(
                "A percentile of 250 series over 10,000 steps holds 2,500,000 points",
                ask("metric=wide&label.even=yes&by=agent&combine=p50&step=1s&from=" + hour + "&to="
                        + hour.plusSeconds(10_000)));
        assertThat(ask("metric=wide&label.even=yes&top=9&step=1s&from=" + hour + "&to=" + hour.plusSeconds(10_000))
                        .statusCode())
                .as("the answer is small")
                .isEqualTo(200);
        packHours(wide, 2);
        assertTooMuch(
                "PULSE_QUERY_VALUES allows 250,000",
                ask("metric=wide&label.even=yes&step=1h&by=agent" + span(hour, 2)));
    }

    @Test
    void fewHeavyQuestionsAreAnsweredAtOnceAndNoneForEver() throws Exception {
        var wide = wide(100);
        send(wide);
        packHours(wide, 1);
        var heavy = "metric=wide&step=1h&by=metric" + span();
        try (var lock = ItDatabase.connect()) {
            lock.setAutoCommit(false);
            lock.createStatement().execute("LOCK TABLE frame IN ACCESS EXCLUSIVE MODE");
            var first = CompletableFuture.supplyAsync(() -> asked(heavy));
            while (ItDatabase.number(
                            "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'pulsefleet-hub-read'"
                                    + " AND wait_event_type = 'Lock'")
                    == 0) {
                Thread.onSpinWait();
            }

            var second = ask(heavy);

            assertThat(second.statusCode()).as(second.body()).isEqualTo(429);
            assertThat(second.headers().firstValue("Retry-After")).contains("3");
            assertTooMuch("longer than 5 s", first.join());
        }
        assertThat(ask(heavy).statusCode()).isEqualTo(200);
    }

    /** What is asked for is more than any socket holds; nothing is read while nobody listens. */
    @Test
    void whoDoesNotListenHoldsNoTransaction() throws Exception {
        var wide = wide(WIDE);
        send(wide);
        packHours(wide, 1);
        try (var socket = new Socket(deployed.getHost(), deployed.getPort())) {
            socket.setReceiveBufferSize(4_096);
            socket.getOutputStream()
                    .write(("GET " + deployed.getPath() + "v1/query?agent=" + id() + "&metric=wide&step=2" + span()
                                    + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: " + Caller.asAdmin() + "\r\n\r\n")
                            .getBytes(StandardCharsets.UTF_8));
            assertThat(socket.getInputStream().read()).isEqualTo('H');

            assertThat(ItDatabase.number(
                            "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'pulsefleet-hub-read'"
                                    + " AND state <> 'idle'"))
                    .isZero();
            assertThat(ask("metric=wide&step=1h&by=metric" + span()).statusCode())
                    .isEqualTo(200);
        }
    }

    /** The slice that comes last is damaged; by then the beginning of the answer is on its way. */
    @Test
    void anAnswerThatBreaksOffIsNotTakenForWhole() throws Exception {
        var wide = wide(WIDE);
        send(wide);
        packHours(wide, 1);
        var other = Caller.of(deployed).registered();
        ItDatabase.execute("UPDATE agents SET hostname = 'z' WHERE id = '" + other.agent() + "'");
        ItDatabase.execute("INSERT INTO agent_sets SELECT " + number(other) + ", set FROM agent_sets WHERE agent = "
                + number(caller));
        ItDatabase.execute("INSERT INTO pack SELECT level, " + number(other)
                + ", set, count, from_at, part, first_at, last_at, times, ends, decode('ffffffff', 'hex') || data FROM pack WHERE agent = "
                + number(caller));
        var query = "agent=" + other.agent() + "&agent=" + id() + "&metric=wide&label.even=yes&step=10" + span();

        var json = whole(query + "&format=json");
        var csv = whole(query + "&format=csv");

        assertThatThrownBy(() -> JSON.readTree(json)).hasMessageContaining("Unexpected character ('!'");
        assertThat(csv.lines().reduce((one, next) -> next).orElse(""))
                .startsWith("\"!!! The answer breaks off: our failure");
        assertThat(csv.lines().filter(row -> row.startsWith("wide,")).count()).isEqualTo(150 * 360);
    }

    private String whole(String query) throws Exception {
        return HttpClient.newHttpClient()
                .send(request("query?" + query).build(), BodyHandlers.ofString())
                .body();
    }

    @Test
    void whatIsPackedIsUnpackedForSql() throws Exception {
        pack(set, 1, new long[] {0, 10}, new double[][] {{1, 2}, {5, 5}, {100, 200}});
        var samples =
                "SELECT count(*) FROM sample WHERE agent = '" + id() + "' AND at < '" + hour.plusSeconds(3_600) + "'";
        assertThat(ItDatabase.number(samples)).isZero();

        var answer = unpack("""
                {"agents":["%s"],"from":"%s","to":"%s","keep":"PT1H"}""".formatted(id(), hour, hour.plusSeconds(1)));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(JSON.readTree(answer.body()).get("visits").asLong()).isEqualTo(2);
        assertThat(ItDatabase.number(samples)).isEqualTo(6);
        assertThat(values("metric=load&label.over=1m&step=1h&aggregate=sum" + span()))
                .isEqualTo("[[3.0]]");
        var wrong = unpack("{\"agents\":[],\"to\":\"2026-11-21T10:15:00Z\",\"keep\":\"-PT1H\"}");
        assertThat(wrong.statusCode()).isEqualTo(400);
        assertThat(JSON.readTree(wrong.body()).get("field").asText()).isEqualTo("agents, from, keep");
    }

    private HttpResponse<String> unpack(String body) throws Exception {
        return caller.send("POST", "unpack", body.getBytes(StandardCharsets.UTF_8), "Authorization", Caller.asAdmin());
    }

    private MetricSet wide(int width) {
        return new MetricSet(
                "wide",
                id(),
                IntStream.range(0, width)
                        .mapToObj(i -> new Position(
                                "wide",
                                Metric.Kind.GAUGE,
                                "1",
                                Map.of("number", Integer.toString(i), "even", i % 2 == 0 ? "yes" : "no")))
                        .toList());
    }

    private void packHours(MetricSet of, int hours) throws Exception {
        var at = IntStream.range(0, 360 * hours).mapToLong(i -> 10L * i).toArray();
        var values = new double[of.positions().size()][at.length];
        var random = new Random(1);
        for (var column : values) {
            Arrays.setAll(column, i -> random.nextDouble());
        }
        pack(of, 1, at, values);
    }

    private void send(MetricSet of) throws Exception {
        var sent = caller.ship(
                "set-" + of.hash(),
                Json.bytes(Shipment.ofFrames(List.of(new Frame(
                                of.hash(),
                                Instant.now(),
                                new double[of.positions().size()])))
                        .with(List.of(of))));
        assertThat(sent.statusCode()).as(sent.body()).isEqualTo(201);
    }

    private void ship(MetricSet of, long second, double... values) throws Exception {
        var frame = new Frame(of.hash(), hour.plusSeconds(second), values);
        assertThat(caller.ship("s-" + second, Json.bytes(Shipment.ofFrames(List.of(frame))))
                        .statusCode())
                .isEqualTo(201);
    }

    /** As packing leaves it. */
    private void pack(MetricSet of, long part, long[] seconds, double[][] values) throws Exception {
        var at = new long[seconds.length];
        for (int i = 0; i < at.length; i++) {
            at[i] = seconds(seconds[i]) * 1_000_000;
        }
        write(of, part, SliceCodec.pack(new Slice(at, values)), seconds(seconds[seconds.length - 1]));
    }

    private void write(MetricSet of, long part, PackedSlice slice, long last) throws SQLException {
        try (var connection = ItDatabase.connect();
                var insert = connection.prepareStatement("INSERT INTO pack (level, agent, set, part, count, from_at,"
                        + " first_at, last_at, times, ends, data) SELECT 0, ?, id, ?, ?, ?, ?, ?, ?, ?, ? FROM metric_set"
                        + " WHERE hash = decode(?, 'hex')")) {
            insert.setLong(1, number(caller));
            insert.setLong(2, part);
            insert.setInt(3, slice.count());
            insert.setObject(4, hour.atOffset(ZoneOffset.UTC));
            insert.setObject(5, hour.atOffset(ZoneOffset.UTC));
            insert.setObject(6, Instant.ofEpochSecond(last).atOffset(ZoneOffset.UTC));
            insert.setBytes(7, slice.times());
            insert.setArray(
                    8,
                    connection.createArrayOf(
                            "int4", IntStream.of(slice.ends()).boxed().toArray()));
            insert.setBytes(9, slice.data());
            insert.setString(10, of.hash());
            assertThat(insert.executeUpdate()).isEqualTo(1);
        }
    }

    private String span() {
        return span(hour, 1);
    }

    private static String span(Instant from, int hours) {
        return "&from=" + from + "&to=" + from.plusSeconds(3_600L * hours);
    }

    private long seconds(long after) {
        return hour.getEpochSecond() + after;
    }

    private String values(String query) throws Exception {
        var values = new ArrayList<String>();
        get(query).get("series").forEach(line -> values.add(line.get("values").toString()));
        return "[" + String.join(",", values) + "]";
    }

    private JsonNode get(String query) throws Exception {
        var answer = ask(query);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    private HttpResponse<String> ask(String query, String... headers) throws Exception {
        var request = request("query?agent=" + id() + "&" + query);
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> asked(String query) {
        try {
            return ask(query);
        } catch (Exception failed) {
            throw new IllegalStateException(failed);
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(caller.api().resolve(path)).header("Authorization", Caller.asAdmin());
    }

    private static void assertTooMuch(String limit, HttpResponse<String> answer) throws Exception {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(422);
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith(Problem.MEDIA_TYPE);
        assertThat(JSON.readTree(answer.body()).get("detail").asText()).contains(limit);
    }

    private static long number(Caller of) throws SQLException {
        return ItDatabase.number("SELECT number FROM agents WHERE id = '" + of.agent() + "'");
    }
}
