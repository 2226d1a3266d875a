package io.pulsefleet.hub.logs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pulsefleet.hub.Caller;
import io.pulsefleet.hub.HubArchive;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From outside: lines that were shipped are found, counted, followed and taken home (SP-02). */
@ArquillianTest
class LogsIT {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Deployment(testable = false)
    static WebArchive hub() {
        return HubArchive.packaged();
    }

    @ArquillianResource
    URI deployed;

    private Caller caller;
    private int segment;

    private final Instant at = Instant.now().truncatedTo(ChronoUnit.MINUTES).minusSeconds(600);

    @BeforeEach
    void anAgent() throws Exception {
        caller = Caller.of(deployed).registered();
    }

    @Test
    void aLineIsFoundByAllThatIsKnownOfIt() throws Exception {
        ship(
                line(0, "/var/log/auth.log", "INFO", "Accepted password", "\"user\":\"root\""),
                line(1, "/var/log/app.log", "ERROR", "time-out, 100%", "\"user\":\"adm\""));

        var answer = get("logs?agent=" + caller.agent() + "&from=" + at + "&severity=WARN&text=TIME-OUT&without=x"
                + "&regex=\\d%25&source=/var/log/*.log&source=!*auth*&field=user:a*&field=!user:root");

        var lines = answer.get("lines");
        assertThat(lines).hasSize(1);
        var id = lines.get(0).get("id").asText();
        var received = lines.get(0).get("received_at").asText();
        assertThat(lines.get(0).toString()).isEqualTo("""
            {"id":"%s","at":"%s","received_at":"%s","agent":"%s","hostname":"host","source":"/var/log/app.log",\
            "severity":"ERROR","text":"time-out, 100%%","cut":false,"fields":{"user":"adm"}}\
            """.formatted(id, at.plusSeconds(1), received, caller.agent()));
        assertThat(answer.get("complete").asBoolean()).isTrue();
        assertThat(answer.get("searched").asText()).isEqualTo(at.toString());
    }

    @Test
    void pagesGoOnWhereTheLastOneEnded() throws Exception {
        ship(IntStream.range(0, 25)
                .mapToObj(i -> line(i / 5, "s", "", "line " + i, ""))
                .toArray(String[]::new));

        var texts = new ArrayList<String>();
        var after = "";
        do {
            var page = get("logs?agent=" + caller.agent() + "&from=" + at + "&limit=7&order=oldest" + after);
            page.get("lines").forEach(line -> texts.add(line.get("text").asText()));
            after = page.hasNonNull("next") ? "&after=" + page.get("next").asText() : "";
        } while (!after.isEmpty());

        assertThat(texts)
                .containsExactlyElementsOf(
                        IntStream.range(0, 25).mapToObj(i -> "line " + i).toList());
    }

    @Test
    void linesCanBeTakenHome() throws Exception {
        ship(line(0, "/a.log", "INFO", "=cmd()", "\"k\":\"v\""), line(1, "/a.log", "", "two\\nlines", ""));
        var question = "logs?agent=" + caller.agent() + "&from=" + at + "&order=oldest&format=";

        assertThat(body(question + "csv")).isEqualTo("""
            at,hostname,source,severity,text,fields\r
            %s,host,/a.log,INFO,'=cmd(),"{""k"":""v""}"\r
            %s,host,/a.log,,"two
            lines",{}\r
            """.formatted(at, at.plusSeconds(1)));
        assertThat(body(question + "text")).isEqualTo("""
            %s host /a.log INFO =cmd()
            %s host /a.log - two
            lines
            """.formatted(at, at.plusSeconds(1)));
        var rows = body(question + "ndjson&limit=1").lines().toList();
        assertThat(rows).hasSize(2);
        assertThat(JSON.readTree(rows.get(0)).get("text").asText()).isEqualTo("=cmd()");
        assertThat(body(question + "text&after="
                        + JSON.readTree(rows.get(1)).get("next").asText()))
                .isEqualTo("%s host /a.log - two\nlines\n".formatted(at.plusSeconds(1)));
    }

    @Test
    void linesAreCountedOverTime() throws Exception {
        ship(
                line(0, "/a.log", "INFO", "x", ""),
                line(61, "/a.log", "ERROR", "x", ""),
                line(62, "/b.log", "ERROR", "x", ""));

        var counts =
                get("logs/histogram?step=60&agent=" + caller.agent() + "&from=" + at + "&to=" + at.plusSeconds(300));

        assertThat(counts.toString())
                .isEqualTo("""
            {"from":"%1$s","to":"%2$s","step_seconds":60,"total":3,\
            "steps":[{"at":"%1$s","counts":{"INFO":1}},{"at":"%3$s","counts":{"ERROR":2}}],\
            "severities":{"ERROR":2,"INFO":1},"hosts":[{"agent":"%4$s","hostname":"host","count":3}],\
            "sources":[{"source":"/a.log","count":2},{"source":"/b.log","count":1}],"searched":"%1$s","complete":true}\
            """.formatted(at, at.plusSeconds(300), at.plusSeconds(60), caller.agent()));
    }

    @Test
    void whoFollowsIsToldEachLineOnce() throws Exception {
        var tail = "logs/tail?severity=ERROR&limit=2&agent=" + caller.agent();
        var cursor = get(tail).get("cursor").asText();
        assertThat(get(tail + "&wait=0" + cursor(cursor)).get("lines")).isEmpty();
        ship(line(0, "s", "ERROR", "one", ""), line(0, "s", "INFO", "of no interest", ""));

        var first = get(tail + cursor(cursor));
        assertThat(texts(first)).isEqualTo("one");

        ship(line(1, "s", "ERROR", "two", ""), line(2, "s", "ERROR", "three", ""), line(3, "s", "ERROR", "four", ""));
        var second = get(tail + cursor(first.get("cursor").asText()));
        assertThat(texts(second)).isEqualTo("three, four");
        assertThat(second.get("not_shown").asLong()).isEqualTo(1);
        assertThat(get(tail + "&wait=0" + cursor(second.get("cursor").asText())).get("lines"))
                .isEmpty();
    }

    @Test
    void whatAnAgentReadsIsToldWithItsRemedy() throws Exception {
        var body = """
            {"documents":[{"kind":"logs.sources","target":"host","at":"%s",\
            "body":{"sources":[{"source":"/var/log/auth.log","state":"no rights","remedy":"..."}]}}]}\
            """.formatted(at);
        send(body);

        assertThat(get("logs/sources?agent=" + caller.agent()).toString()).isEqualTo("""
            {"agents":[{"agent":"%s","hostname":"host","at":"%s",\
            "sources":[{"source":"/var/log/auth.log","state":"no rights","remedy":"..."}]}]}\
            """.formatted(caller.agent(), at));
    }

    @ParameterizedTest
    @CsvSource({
        "'logs?from=yesterday&severity=BAD&field=x&limit=0&order=up&after=1&format=xml&what=1', 'what, severity, field, from, format, order, limit, after'",
        "logs?regex=(, regex",
        "logs?text=a%00b, text",
        "logs/histogram?step=0, step",
        "logs/tail?cursor=x&wait=21, 'wait, cursor'",
        "logs/tail?cursor=2026-11-22T10:00:00Z_1:2:x, cursor"
    })
    void allMistakesAreToldByTheirParameters(String question, String fields) throws Exception {
        var answer = ask(question);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(List.of(JSON.readTree(answer.body()).get("field").asText().split(", ", -1)))
                .containsExactlyInAnyOrder(fields.split(", ", -1));
    }

    @Test
    void whoIsNoAgentHasNone() throws Exception {
        assertThat(ask("logs?agent=nobody").statusCode()).isEqualTo(404);
    }

    private static String cursor(String cursor) {
        return "&cursor=" + URLEncoder.encode(cursor, StandardCharsets.UTF_8);
    }

    private static String texts(JsonNode answer) {
        return IntStream.range(0, answer.get("lines").size())
                .mapToObj(i -> answer.get("lines").get(i).get("text").asText())
                .collect(Collectors.joining(", "));
    }

    private String line(int second, String source, String severity, String text, String fields) {
        return """
            {"at":"%s","source":"%s","severity":"%s","text":"%s","attributes":{%s}}\
            """.formatted(at.plusSeconds(second), source, severity, text, fields);
    }

    private void ship(String... lines) throws Exception {
        send("{\"lines\":[" + String.join(",", lines) + "]}");
    }

    private void send(String shipment) throws Exception {
        var answer = caller.ship("l-" + segment++, shipment.getBytes(StandardCharsets.UTF_8));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    }

    private HttpResponse<String> ask(String question) throws Exception {
        return caller.send(
                "GET", question.replace("\\", "%5C").replace("(", "%28"), null, "Authorization", Caller.asAdmin());
    }

    private String body(String question) throws Exception {
        var answer = ask(question);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.body();
    }

    private JsonNode get(String question) throws Exception {
        return JSON.readTree(body(question));
    }
}
