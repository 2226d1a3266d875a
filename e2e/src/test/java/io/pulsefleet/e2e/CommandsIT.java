package io.pulsefleet.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Commands by REST, over the channel, to a real agent and back (PU-01, PU-04, PU-05, PU-09, PU-14). */
class CommandsIT {

    private static final Duration LONGEST = Duration.ofMinutes(2);

    private static Stack stack;
    private static HubClient hub;
    private static String agent;

    @BeforeAll
    static void start() throws Exception {
        var quick = new HashMap<>(Shared.QUICK);
        quick.put("RECONNECT_INTERVAL", "1");
        quick.put("RECONNECT_BACKOFF_MAX", "2");
        stack = Stack.beside(Shared.emptyFolder("commands"), quick);
        stack.start();
        hub = new HubClient(stack.hubAddress(), stack.adminPassword());
        hub.awaitFirstReading(LONGEST);
        agent = hub.onlyAgent().orElseThrow().get("id").asText();
        awaitChannel();
    }

    @AfterAll
    static void stop() {
        if (stack != null) {
            stack.close();
        }
    }

    private static void awaitChannel() {
        Await.until(
                "The agent is not connected",
                LONGEST,
                () -> hub.get("/api/v1/agents/" + agent + "/commands/registry")
                        .get("connected")
                        .asBoolean());
    }

    @Test
    void eachCommandIsAnswered() throws Exception {
        assertThat(answer("agent.hardware.info", "{}").at("/cpu/logical").asInt())
                .isPositive();
        assertThat(answer("agent.status", "{}").get("agent").asText()).isEqualTo(agent);
        assertThat(answer("agent.logs", "{\"lines\":2000}").get("lines").toString())
                .contains("channel: open");
        assertThat(answer("job.list", "{}").get("jobs").findValuesAsText("name"))
                .contains("system", "deliver");
        assertThat(answer("job.history", "{\"job\":\"system\"}")
                        .at("/runs/0/job")
                        .asText())
                .isEqualTo("system");
        var visits = answer("collector.run", "{\"collector\":\"system\"}").get("visits");
        assertThat(visits.get(0).get("readings").get("system.cpu.logical.count").asDouble())
                .isPositive();
        var snapshot = answer("host.snapshot", "{}");
        assertThat(snapshot.get("numbers").has("system.uptime")).isTrue();
        var services = ask("service.list", "{}");
        assertThat(services.get("state").asText()).isIn("succeeded", "refused");
        assertThat(ask("service.status", "{\"service\":\"none-of-ours\"}")
                        .get("state")
                        .asText())
                .isEqualTo("refused");
    }

    @Test
    void aJobIsStoppedAndGoesOn() throws Exception {
        answer("job.stop", "{\"job\":\"processes\"}");
        awaitJob("processes", List.of("STOPPED"));
        answer("job.restart", "{\"job\":\"processes\"}");
        awaitJob("processes", List.of("STARTED"));
        assertThat(ask("job.start", "{\"job\":\"processes\"}").get("error").asText())
                .contains("runs already");
        assertThat(ask("job.start", "{\"job\":\"none\"}").get("state").asText()).isEqualTo("refused");
    }

    private static void awaitJob(String job, List<String> states) {
        Await.until("The job " + job + " is not " + states, LONGEST, () -> {
            for (var one : answer("job.list", "{}").get("jobs")) {
                if (one.get("name").asText().equals(job)) {
                    return states.contains(one.get("state").asText());
                }
            }
            return false;
        });
    }

    /** SP-08: checked as a change by hand is, and as quickly in force. */
    @Test
    void settingsAreShownAndSet() throws Exception {
        var file = stack.config().data().resolve("agent/agent.yaml");
        var wrong =
                ask("agent.config.apply", "{\"settings\":{\"PULSE_DOCKER_EVERY\":\"often\",\"PULSE_NO_SUCH\":\"1\"}}");
        assertThat(wrong.get("state").asText()).isEqualTo("refused");
        assertThat(file).doesNotExist();

        var dry = answer("agent.config.apply", "{\"settings\":{\"PULSE_DOCKER_EVERY\":\"33s\"},\"dryRun\":true}");
        assertThat(dry.get("atOnce").toString()).isEqualTo("[\"PULSE_DOCKER_EVERY\"]");
        assertThat(file).doesNotExist();

        var done = answer(
                "agent.config.apply",
                "{\"settings\":{\"PULSE_DOCKER_EVERY\":\"33s\",\"PULSE_HUB_ANSWER_TIMEOUT\":\"19s\"}}");
        assertThat(done.get("restart").toString()).isEqualTo("[\"PULSE_HUB_ANSWER_TIMEOUT\"]");
        assertThat(Files.readString(file)).contains("docker.every: \"33s\"");
        Await.until("The setting is not in force", LONGEST, () -> {
            var all = answer("agent.config.show", "{}").get("settings");
            for (var one : all) {
                if (one.get("name").asText().equals("PULSE_DOCKER_EVERY")) {
                    return one.get("value").asText().equals("33s")
                            && one.get("from").asText().equals("file");
                }
            }
            return false;
        });
        assertThat(hub.get("/api/v1/agents/" + agent + "/commands/history").toString())
                .as("settings may be secrets")
                .doesNotContain("33s");
    }

    /** PU-04, PU-14: each is answered once, whoever dies meanwhile. */
    @Test
    void anOutcomeArrivesOnceThoughHubAndAgentAreKilled() throws Exception {
        stack.agent().kill();
        var waits = id(hub.post(commands(), "{\"command\":\"agent.status\",\"timeout\":300}"));
        var changes =
                id(hub.post(commands(), "{\"command\":\"job.stop\",\"data\":{\"job\":\"ports\"},\"timeout\":300}"));
        stack.hub().kill();
        stack.startHub();
        stack.hub().awaitReady(LONGEST);
        stack.startAgent(); // it is not ready once the job is stopped

        assertThat(awaitEnd(waits).get("state").asText()).isEqualTo("succeeded");
        var changed = awaitEnd(changes);
        assertThat(changed.get("timesSent").asInt()).isEqualTo(1);
        assertThat(changed.get("state").asText()).isIn("succeeded", "refused"); // the job may not have begun yet
        stack.hub().kill();
        stack.startHub();
        stack.hub().awaitReady(LONGEST);
        awaitChannel();
        assertThat(hub.get("/api/v1/commands/" + changes).get("endedAt")).isEqualTo(changed.get("endedAt"));
        assertThat(stack.config().data().resolve("agent/commands"))
                .as("what the hub has is kept no longer")
                .isEmptyDirectory();
        answer("agent.status", "{}");
    }

    private static String commands() {
        return "/api/v1/agents/" + agent + "/commands";
    }

    private static String id(JsonNode asked) {
        return asked.get("id").asText();
    }

    private static JsonNode awaitEnd(String id) throws Exception {
        Await.until(
                "The command " + id + " does not end",
                LONGEST,
                () -> hub.get("/api/v1/commands/" + id + "?wait=5").get("over").asBoolean());
        return hub.get("/api/v1/commands/" + id);
    }

    private static JsonNode ask(String command, String data) throws IOException {
        return hub.post(commands(), "{\"command\":\"%s\",\"data\":%s,\"wait\":15}".formatted(command, data));
    }

    private static JsonNode answer(String command, String data) throws IOException {
        var end = ask(command, data);
        assertThat(end.get("state").asText()).as("%s", end).isEqualTo("succeeded");
        return end.get("answer");
    }
}
