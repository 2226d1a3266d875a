package io.pulsefleet.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A second host joins a running hub with one line, is known by its certificate, and loses its rights (PU-02, SP-13). */
class JoinIT {

    private static final Duration SOON = Duration.ofMinutes(3);
    private static final Duration REVOKED_WITHIN = Duration.ofSeconds(60);

    private static Stack stack;
    private HubClient hub;
    private Path data;
    private Server agent;

    @BeforeAll
    static void aHub() throws Exception {
        stack = Stack.beside(Shared.emptyFolder("join"), Shared.QUICK);
        stack.adminPassword();
        stack.startPostgres();
        stack.startHub();
        stack.hub().awaitReady(SOON);
    }

    @AfterAll
    static void theHubEnds() {
        if (stack != null) {
            stack.close();
        }
    }

    @BeforeEach
    void aHost() throws Exception {
        hub = new HubClient(stack.hubAddress(), stack.adminPassword());
        data = Files.createDirectories(Shared.emptyFolder("joining"));
        Files.writeString(data.resolve("machine-id"), UUID.randomUUID().toString());
    }

    @AfterEach
    void itEnds() {
        if (agent != null) {
            agent.stop();
        }
    }

    @Test
    void joinsWithOneLineShipsIsRevokedAndJoinsAgainWithoutADouble() throws Exception {
        var before = hosts().size();
        var line = joinLine("{\"name\":\"one line\",\"group\":\"joined\",\"uses\":3}");
        run(line);
        start();

        Await.until("nobody has joined", SOON, () -> hosts().size() == before + 1);
        var id = joinedHost();
        Await.until("it ships nothing", SOON, () -> readings(id) > 0);
        var papers = data.resolve("agent/identity.pem");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(papers)))
                .isEqualTo("rw-------");
        assertThat(Files.readString(agent.log())).doesNotContain(tokenOf(line));
        assertThat(hub.get("/api/v1/agents/" + id + "/certificates")
                        .at("/certificates/0/state")
                        .asText())
                .isEqualTo("current");

        var revoked = Instant.now();
        hub.post("/api/v1/agents/" + id + "/revoke", "{\"reason\":\"the test says so\"}");
        Await.until(
                "it does not hear of it",
                REVOKED_WITHIN,
                () -> status().at("/hub/state").asText().equals("refused"));
        assertThat(Duration.between(revoked, Instant.now())).isLessThan(REVOKED_WITHIN);
        assertThat(status().at("/hub/detail").asText()).contains("rights of this host were taken away");
        Await.until(
                "it does not say what that means",
                REVOKED_WITHIN,
                () -> status().get("troubles").toString().contains("waits in the spool"));
        var waiting = status().at("/spool/segments").asLong();
        Await.until(
                "it collects no more",
                SOON,
                () -> status().at("/spool/segments").asLong() > waiting);
        var until = readings(id);

        agent.stop();
        Files.delete(papers);
        Files.delete(data.resolve("agent/identity.json")); // it is installed anew, and still bears its machine id
        run(joinLine("{\"name\":\"again\"}"));
        start();
        Await.until("it does not join again", SOON, () -> state(id).equals("online"));
        Await.until("it ships nothing again", SOON, () -> readings(id) > until);
        assertThat(hosts()).as("no double").hasSize(before + 1);
        assertThat(hub.get("/api/v1/events?type=agent.joined_again&agent=" + id).get("events"))
                .hasSize(1);
    }

    @Test
    void aHubWithAnotherFingerprintIsNotJoined() throws Exception {
        var before = hosts().size();
        var line = joinLine("{}").replaceFirst("sha256:[0-9a-f]{4}", "sha256:0000");
        run(line);
        start();

        Await.until(
                "it does not say so",
                SOON,
                () -> status().at("/hub/detail").asText().contains("not the hub of the join line"));
        assertThat(hosts()).hasSize(before);
        assertThat(hub.get("/api/v1/join-tokens").at("/tokens/0/usesLeft").asInt())
                .as("the token was told to nobody")
                .isEqualTo(1);
    }

    private String joinLine(String wanted) throws IOException {
        return hub.post("/api/v1/join-tokens", wanted).get("joinLine").asText();
    }

    private static String tokenOf(String line) {
        return line.split(" ", -1)[4];
    }

    /** As it is copied, but for sudo and for the name by which this host is known. */
    private void run(String line) throws Exception {
        var words = line.replaceFirst(
                        "https://[^ ]+", "https://localhost:" + stack.config().agentsPort())
                .split(" ", -1);
        assertThat(words).startsWith("sudo", "pulsefleet-agent", "join");
        var command = new ProcessBuilder(
                "sh",
                Installation.ofBuild().agent().resolve("bin/pulsefleet-agent").toString(),
                "join",
                words[3],
                "-",
                words[5]);
        command.environment().put("PULSE_DATA", data.toString());
        var process = command.redirectErrorStream(true).start();
        try (var in = process.getOutputStream()) {
            in.write((words[4] + "\n").getBytes(StandardCharsets.UTF_8));
        }
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
    }

    private void start() throws IOException {
        var address = URI.create("http://localhost:" + Ports.free());
        var environment = new HashMap<>(Shared.QUICK);
        environment.putAll(Map.of(
                "PULSE_DATA", data.toString(),
                "PULSE_AGENT_HTTP_PORT", Integer.toString(address.getPort()),
                "PULSE_ADMIN_PASSWORD_FILE", stack.adminPasswordFile().toString(),
                "PULSE_MACHINE_ID_FILE", data.resolve("machine-id").toString(),
                "PULSE_LOGS", data.resolve("none*.log") + " plain"));
        var built = Installation.ofBuild();
        agent = new Server("agent", Files.createDirectories(data.resolve("server")), address, environment);
        agent.start(built.liberty(), built.agent());
        agent.awaitReady(SOON);
    }

    private JsonNode hosts() throws IOException {
        return hub.get("/api/v1/agents").get("agents");
    }

    private String joinedHost() throws IOException {
        for (var row : hosts()) {
            if (row.path("group").asText().equals("joined")) {
                return row.get("id").asText();
            }
        }
        throw new AssertionError("nobody is in the group of the token");
    }

    private String state(String id) throws IOException {
        for (var row : hosts()) {
            if (row.get("id").asText().equals(id)) {
                return row.get("state").asText();
            }
        }
        return "none";
    }

    /** How many points of one metric have come. */
    private int readings(String id) throws IOException {
        return hub.series(id, "system.memory.limit", Instant.now().minusSeconds(600), Duration.ofSeconds(1))
                .at("/series/0/at")
                .size();
    }

    private JsonNode status() throws IOException {
        return new HubClient(agent.address(), stack.adminPassword()).get("/api/v1/agent");
    }
}
