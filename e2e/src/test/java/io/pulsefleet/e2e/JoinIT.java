package io.pulsefleet.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A second machine joins a running hub with one line, is known by its certificate, and loses its rights (PU-02, SP-13). The
 * authority is a company's own.
 */
class JoinIT {

    private static final Duration SOON = Duration.ofMinutes(3);
    private static final Duration REVOKED_WITHIN = Duration.ofSeconds(60);

    private static final ObjectMapper JSON = new ObjectMapper();

    private static Optional<Machine> second;
    private static OwnAuthority company;
    private static Stack stack;
    private HubClient hub;
    private Path data;
    private Server agent;

    @BeforeAll
    static void aHub() throws Exception {
        second = Machine.beside("second.example");
        company = OwnAuthority.in(Shared.emptyFolder("company"));
        var settings = new HashMap<>(Shared.QUICK);
        settings.putAll(company.settings());
        settings.put("PULSE_TLS_PROTOCOLS", "TLSv1.3,TLSv1.2");
        stack = Stack.beside(Shared.emptyFolder("join"), settings);
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
        second.ifPresent(Machine::close);
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
        if (second.isPresent()) {
            assertThat(row(id).get("hostname").asText()).isEqualTo("second.example");
        }
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

    /** People are shown what was given for them, agents one of the authority that was given. TLS 1.2 was allowed. */
    @Test
    void whatACompanyGivesIsServed() throws Exception {
        var shownToPeople = shown(stack.config().httpsPort(), "TLSv1.2");
        assertThat(shownToPeople[0]).isEqualTo(company.people());
        assertThat(shown(stack.config().httpsPort(), "TLSv1.3")).isEqualTo(shownToPeople);

        var shownToAgents = shown(stack.config().agentsPort(), "TLSv1.3");
        assertThat(shownToAgents[0]).isNotEqualTo(company.people());
        assertThat(shownToAgents[1]).isEqualTo(company.authority());
        var fingerprint =
                MessageDigest.getInstance("SHA-256").digest(company.authority().getEncoded());
        assertThat(hub.get("/api/v1/authority").get("fingerprint").asText())
                .isEqualTo("sha256:" + HexFormat.of().formatHex(fingerprint));
    }

    /** What whoever trusts the company, and nobody else, is shown. */
    private static Certificate[] shown(int port, String protocol) throws Exception {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("company", company.authority());
        var trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(store);
        var context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        try (var socket = (SSLSocket) context.getSocketFactory().createSocket("localhost", port)) {
            socket.setEnabledProtocols(new String[] {protocol});
            var offered = socket.getSSLParameters();
            offered.setApplicationProtocols(new String[] {"h2", "http/1.1"});
            socket.setSSLParameters(offered);
            socket.startHandshake();
            assertThat(socket.getApplicationProtocol())
                    .as("HTTP/2 would let one page hold all threads of the server")
                    .isNotEqualTo("h2");
            assertThat(socket.getSession().getProtocol()).isEqualTo(protocol);
            return socket.getSession().getPeerCertificates();
        }
    }

    private String joinLine(String wanted) throws IOException {
        return hub.post("/api/v1/join-tokens", wanted).get("joinLine").asText();
    }

    private static String tokenOf(String line) {
        return line.split(" ", -1)[4];
    }

    /** As it is copied, but for sudo and for the name by which this host is known. */
    private void run(String line) throws Exception {
        var address = "https://" + second.map(Machine::gateway).orElse("localhost") + ":"
                + stack.config().agentsPort();
        var words = line.replaceFirst("https://[^ ]+", address).split(" ", -1);
        assertThat(words).startsWith("sudo", "pulsefleet-agent", "join");
        var all = new ArrayList<>(shell());
        all.addAll(List.of(
                "sh",
                Installation.ofBuild().agent().resolve("bin/pulsefleet-agent").toString(),
                "join",
                words[3],
                "-",
                words[5]));
        var command = new ProcessBuilder(all);
        command.environment().put("PULSE_DATA", data.toString());
        var process = command.redirectErrorStream(true).start();
        try (var in = process.getOutputStream()) {
            in.write((words[4] + "\n").getBytes(StandardCharsets.UTF_8));
        }
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
    }

    private static List<String> shell() {
        return second.map(Machine::shell).orElse(List.of());
    }

    private void start() throws IOException {
        var host = second.map(Machine::address).orElse("127.0.0.1");
        var address = URI.create("http://" + host + ":" + Ports.free());
        var environment = new HashMap<>(Shared.QUICK);
        environment.putAll(Map.of(
                "PULSE_DATA", data.toString(),
                "PULSE_AGENT_HTTP_HOST", "*",
                "PULSE_AGENT_HTTP_PORT", Integer.toString(address.getPort()),
                "PULSE_ADMIN_PASSWORD_FILE", stack.adminPasswordFile().toString(),
                "PULSE_MACHINE_ID_FILE", data.resolve("machine-id").toString(),
                "PULSE_LOGS", data.resolve("none*.log") + " plain"));
        var built = Installation.ofBuild();
        agent = new Server("agent", Files.createDirectories(data.resolve("server")), address, environment, shell());
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
        return row(id).path("state").asText("none");
    }

    private JsonNode row(String id) throws IOException {
        for (var row : hosts()) {
            if (row.get("id").asText().equals(id)) {
                return row;
            }
        }
        return MissingNode.getInstance();
    }

    /** How many points of one metric have come. */
    private int readings(String id) throws IOException {
        return hub.series(id, "system.memory.limit", Instant.now().minusSeconds(600), Duration.ofSeconds(1))
                .at("/series/0/at")
                .size();
    }

    /** As its host's user asks for it: the agent tells nobody from elsewhere. */
    private JsonNode status() throws IOException {
        var all = new ArrayList<>(shell());
        all.addAll(List.of(
                "curl",
                "--silent",
                "--config",
                "-",
                "http://127.0.0.1:" + agent.address().getPort() + "/api/v1/agent"));
        var curl = new ProcessBuilder(all).start();
        try (var in = curl.getOutputStream()) {
            in.write(("user = \"admin:" + stack.adminPassword() + "\"\n").getBytes(StandardCharsets.UTF_8));
        }
        return JSON.readTree(curl.getInputStream().readAllBytes());
    }
}
