package io.pulsefleet.hub.containers;

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

/** From outside: what was told of containers is found again. */
@ArquillianTest
class ContainersIT {

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
    void theSnapshotIsTheNewestUpToAMomentAndEventsAreTheNewestFirst() throws Exception {
        assertThat(get("").toString()).isEqualTo("{\"events\":[]}");
        tell("docker.containers", at, "{\"daemon\":{\"state\":\"running\"},\"containers\":[{\"name\":\"web\"}]}");
        tell(
                "host.event",
                at.plusSeconds(10),
                "{\"type\":\"container.oom_killed\",\"subject\":\"web\",\"message\":\"oom\"}");
        tell("host.event", at.plusSeconds(11), """
            {"type":"container.died","subject":"web","message":"died","fields":{"exit_code":"137"}}""");
        tell("host.event", at.plusSeconds(11), "{\"type\":\"port.opened\",\"message\":\"no container\"}");
        tell("docker.containers", at.plusSeconds(60), "{\"daemon\":{\"state\":\"not running\"},\"containers\":[]}");

        assertThat(get("?at=" + at.plusSeconds(10)).toString()).isEqualTo("""
            {"at":"%s","snapshot":{"daemon":{"state":"running"},"containers":[{"name":"web"}]},\
            "events":[{"at":"%s","type":"container.oom_killed","severity":"error","container":"web","message":"oom",\
            "fields":{}}]}\
            """.formatted(at, at.plusSeconds(10)));
        assertThat(get("?events=1").toString()).isEqualTo("""
            {"at":"%s","snapshot":{"daemon":{"state":"not running"},"containers":[]},\
            "events":[{"at":"%s","type":"container.died","severity":"error","container":"web","message":"died",\
            "fields":{"exit_code":"137"}}]}\
            """.formatted(at.plusSeconds(60), at.plusSeconds(11)));
    }

    @ParameterizedTest
    @CsvSource({"?at=yesterday, at", "?events=0, events", "?events=1001, events"})
    void aMistakeIsToldByItsParameter(String question, String field) throws Exception {
        var answer = ask(caller.agent(), question);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(JSON.readTree(answer.body()).get("field").asText()).isEqualTo(field);
    }

    @Test
    void whoIsNoAgentHasNone() throws Exception {
        assertThat(ask(UUID.randomUUID(), "").statusCode()).isEqualTo(404);
    }

    private void tell(String kind, Instant moment, String body) throws Exception {
        var answer =
                caller.ship("c-" + segment++, """
                    {"documents":[{"kind":"%s","target":"docker","at":"%s","body":%s}]}\
                    """.formatted(kind, moment, body).getBytes(StandardCharsets.UTF_8));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    }

    private HttpResponse<String> ask(UUID agent, String question) throws Exception {
        return caller.send(
                "GET", "agents/" + agent + "/containers" + question, null, "Authorization", Caller.asAdmin());
    }

    private JsonNode get(String question) throws Exception {
        var answer = ask(caller.agent(), question);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }
}
