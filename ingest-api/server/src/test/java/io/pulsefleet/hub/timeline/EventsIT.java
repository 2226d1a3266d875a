package io.pulsefleet.hub.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pulsefleet.hub.Caller;
import io.pulsefleet.hub.HubArchive;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From outside: what was told to happen on hosts is found again, and what the host was and had. SP-03, SP-04, SP-01. */
@ArquillianTest
class EventsIT {

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
    void theyAreChosenByTypeAndReadPageByPage() throws Exception {
        tell(at, """
            {"type":"login.failed","subject":"root","message":"refused","fields":{"source.address":"192.0.2.7"}}""");
        tell(at.plusSeconds(1), """
            {"type":"service.state","subject":"web","from":"active/running","to":"failed/failed","message":"web failed"}""");
        tell(at.plusSeconds(2), "{\"type\":\"login.accepted\",\"message\":\"bo came\"}");

        var first = get("events?type=login.*&limit=1");
        assertThat(first.get("events").toString()).isEqualTo("""
            [{"at":"%s","agent":"%s","hostname":"host","target":"host","type":"login.accepted","severity":"info",\
            "subject":"","message":"bo came","fields":{}}]\
            """.formatted(at.plusSeconds(2), caller.agent()));
        var second =
                get("events?type=login.*&limit=1&cursor=" + first.get("next").asText());
        assertThat(second.get("events").toString()).isEqualTo("""
            [{"at":"%s","agent":"%s","hostname":"host","target":"host","type":"login.failed","severity":"warning",\
            "subject":"root","message":"refused","fields":{"source.address":"192.0.2.7"}}]\
            """.formatted(at, caller.agent()));
        assertThat(second.has("next")).isFalse();
        assertThat(get("events?severity=error").at("/events/0/to").asText()).isEqualTo("failed/failed");
        assertThat(get("events?text=192.0.2").get("events")).hasSize(1);

        var counts = get("events/counts?step=60");
        assertThat(counts.get("types").toString())
                .isEqualTo("{\"login.accepted\":1,\"login.failed\":1,\"service.state\":1}");
        assertThat(counts.at("/marks/1").toString()).isEqualTo("""
            {"at":"%1$s","type":"login.failed","severity":"warning","count":1,"first":"%1$s","last":"%1$s",\
            "messages":["refused"]}\
            """.formatted(at));

        assertThat(ask("events?agent=" + caller.agent() + "&type=login.*").statusCode())
                .isEqualTo(200);
        assertThat(ask("agents/" + UUID.randomUUID() + "/events").statusCode()).isEqualTo(404);
        assertThat(ask("events?agent=nobody").statusCode()).isEqualTo(404);
    }

    @Test
    void whatIsNoEventIsRefusedByItsField() throws Exception {
        var answer = caller.ship("e-0", """
                {"documents":[{"kind":"host.event","target":"host","at":"%s","body":{"type":"x"}}]}\
                """.formatted(at).getBytes(StandardCharsets.UTF_8));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(JSON.readTree(answer.body()).get("field").asText()).isEqualTo("documents[0].body.message");
    }

    @Test
    void anAgentThatBeginsAnewIsAnEvent() throws Exception {
        var anew = new String(caller.registration(), StandardCharsets.UTF_8).replace("b-1", "b-2");
        for (int twice = 0; twice < 2; twice++) {
            assertThat(caller.send(
                                    "POST",
                                    "agents/register",
                                    anew.getBytes(StandardCharsets.UTF_8),
                                    "Authorization",
                                    Caller.asJoiner())
                            .statusCode())
                    .isEqualTo(200);
        }

        var events = get("events").get("events");
        assertThat(events.findValuesAsText("type")).containsExactly("agent.restarted");
        assertThat(events.findValuesAsText("target")).containsExactly("hub");
    }

    @ParameterizedTest
    @CsvSource({
        "?type=a%20b, type",
        "?severity=bad, severity",
        "?cursor=x, cursor",
        "?limit=0, limit",
        "?from=yesterday, from",
        "?colour=red, colour",
        "?text=a&text=b, text"
    })
    void aMistakeIsToldByItsParameter(String question, String field) throws Exception {
        var answer = ask("events" + question);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(JSON.readTree(answer.body()).get("field").asText()).isEqualTo(field);
    }

    /** SP-01: of processes the snapshot whose minute holds the moment; of all else the newest up to it. */
    @Test
    void aSnapshotIsOfItsMoment() throws Exception {
        tell("host.processes", at, "{\"seconds\":60,\"total\":1}");
        tell("host.processes", at.plusSeconds(60), "{\"seconds\":60,\"total\":2}");
        tell("host.ports", at, "{\"total\":3}");
        tell("host.ports", at.plusSeconds(60), "{\"total\":4}");

        assertThat(total("processes", at.minusSeconds(30))).isEqualTo("1");
        assertThat(total("processes", at.plusSeconds(1))).isEqualTo("2");
        assertThat(total("processes", at.plusSeconds(61))).isEqualTo("2");
        assertThat(total("processes", at.minusSeconds(90))).isEmpty();
        assertThat(total("ports", at.plusSeconds(59))).isEqualTo("3");
        assertThat(total("ports", at.plusSeconds(60))).isEqualTo("4");
        assertThat(ask("agents/" + caller.agent() + "/snapshots/secrets").statusCode())
                .isEqualTo(404);
    }

    private String total(String what, Instant moment) throws Exception {
        return get("snapshots/" + what + "?at=" + moment).at("/snapshot/total").asText();
    }

    private void tell(Instant moment, String body) throws Exception {
        tell("host.event", moment, body);
    }

    private void tell(String kind, Instant moment, String body) throws Exception {
        var answer =
                caller.ship("t-" + segment++, """
                    {"documents":[{"kind":"%s","target":"host","at":"%s","body":%s}]}\
                    """.formatted(kind, moment, body).getBytes(StandardCharsets.UTF_8));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    }

    private HttpResponse<String> ask(String path) throws Exception {
        return caller.send("GET", path, null, "Authorization", Caller.asAdmin());
    }

    private JsonNode get(String path) throws Exception {
        var answer = ask("agents/" + caller.agent() + "/" + path);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }
}
