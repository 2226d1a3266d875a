package io.pulsefleet.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An agent without any hub, in the place of two other senders and with their settings: it collects, and pushes. */
class HublessIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration SOON = Duration.ofSeconds(90);

    /** What the receiver was sent, and with which key. */
    private record Sent(String path, String authorization, JsonNode body) {}

    private final List<Sent> received = new CopyOnWriteArrayList<>();
    private volatile int answer = 201;
    private HttpServer receiver;
    private Path folder;
    private Path ini;
    private Stack stack;

    @BeforeEach
    void aReceiverAndADatabase() throws Exception {
        receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/", this::take);
        receiver.start();
        folder = Shared.emptyFolder("hubless");
        ini = folder.resolve("agent/pg.ini");
        var given = new HashMap<>(Shared.QUICK);
        given.putAll(Map.of(
                "PULSE_HUB_URL", "none",
                "BITVILLE_PG_CONFIG_PATH", ini.toString(),
                "PULSE_POSTGRES_ACTIVITY_EVERY", "1s"));
        stack = Stack.beside(folder, given);
        stack.startPostgres();
        var home = Files.createDirectories(ini.getParent());
        Files.writeString(home.resolve("queries.json"), "{\"one\": {\"sql\": \"SELECT 1\", \"type\": \"count\"}}");
        Files.writeString(
                home.resolve(".env"), """
                PA_PUSH_URL=%s/windows
                PA_PUSH_TOKEN=a-token
                PA_CLIENT_ID=acme
                PA_SITE_ID=north
                PULSE_QUERIES_EVERY=1d
                PA_DB_HOST=127.0.0.1
                PA_DB_PORT=%d
                PA_DB_NAME=pulse
                PA_DB_USER=pulse
                PA_DB_PASSWORD=%s
                """.formatted(address(), stack.postgres().port(), stack.databasePassword()));
    }

    @AfterEach
    void stop() {
        if (stack != null) {
            stack.close();
        }
        receiver.stop(0);
    }

    /** PA-08, PA-11, PG-08, PG-10; and PG-13: what is held at SIGINT or SIGTERM is kept, and sent once. */
    @Test
    void collectsAndPushesAndKeepsWhatItHolds() throws Exception {
        Files.writeString(ini, settings("api_key = a-key"));
        stack.startAgent();
        stack.agent().awaitReady(Duration.ofMinutes(2));
        var agent = new HubClient(stack.agentAddress(), stack.adminPassword());
        visit(agent);
        Await.until("no window", SOON, () -> !at("/windows").isEmpty());
        for (var kind : List.of("sessions", "locks")) {
            Await.until(
                    "no " + kind,
                    SOON,
                    () -> at("/ingest/postgres").stream()
                            .anyMatch(sent -> sent.body().has(kind)));
        }

        assertThat(at("/windows").get(0).body().get("client_id").asText()).isEqualTo("acme");
        assertThat(at("/windows")).allMatch(sent -> sent.authorization().equals("Bearer a-token"));
        assertThat(at("/ingest/postgres"))
                .allMatch(sent -> sent.authorization().equals("Bearer a-key"))
                .allMatch(sent -> sent.body().get("project_id").asText().equals("shop"));
        var status = agent.get("/api/v1/agent");
        assertThat(status.get("hub").get("url").asText()).isEqualTo("none:hub");
        assertThat(status.get("hub").get("state").asText()).isEqualTo("unknown");
        assertThat(status.get("troubles"))
                .as("of the database's only, of which it may not see all")
                .allMatch(trouble -> trouble.asText().startsWith("pg-stat main "));
        Await.until(
                "what nobody waits for does not go",
                SOON,
                () -> agent.get("/api/v1/agent").get("spool").get("segments").asInt() <= 2);
        try (var browser = Browser.open()) {
            var page = browser.page(stack.agentAddress().toString(), 1440, 900, "light");
            page.locator("[data-test=signin-user]").fill("admin");
            page.locator("[data-test=signin-password]").fill(stack.adminPassword());
            page.locator("[data-test=signin-submit]").click();
            assertThat(page.locator("[data-test=tile-hub]")).containsText("None");
            Browser.screenshot(page, "agent-hubless");
            assertThat(browser.complaints()).isEmpty();
        }

        assertThat(threadsOf(stack.agent()))
                .as("TasksMax of the unit leaves room for those of a JVM (PG-14)")
                .isLessThan(SystemdUnitsTest.mostTasksOfTheAgent() / 2);

        answer = 503;
        var before = at("/windows").size();
        visit(agent);
        Await.until("nothing is offered", SOON, () -> at("/windows").size() > before);
        var held = at("/windows").get(before).body();
        var ended = stack.agent();
        signal(ended, "INT");
        answer = 201;
        var offered = at("/windows").size();
        stack.startAgent();
        stack.agent().awaitReady(Duration.ofMinutes(2));
        Await.until("it is not sent again", SOON, () -> at("/windows").size() > offered);
        visit(agent);
        Await.until("no window after it", SOON, () -> at("/windows").size() > offered + 1);
        assertThat(at("/windows").subList(offered, offered + 2))
                .extracting(sent -> sent.body().get("batch_index").asInt())
                .as("the one that was held, once, and the next")
                .containsExactly(2, 3);
        assertThat(at("/windows").get(offered).body()).as("as it was").isEqualTo(held);
    }

    /** PG-10. */
    @Test
    void aListenerWithoutAKeyStopsTheStart() throws Exception {
        Files.writeString(ini, settings("# api_key"));
        stack.startAgent();

        stack.agent().awaitEnd(SOON);

        assertThat(Files.readString(stack.agent().log()))
                .contains("The agent does not start: PULSE_LISTENER_URL names a listener, but nothing sets"
                        + " PULSE_LISTENER_API_KEY (nor BITVILLE_PG_LISTENER_API_KEY");
        assertThat(received).isEmpty();
    }

    private String settings(String key) throws IOException {
        return """
                [database]
                host = 127.0.0.1
                port = %d
                name = pulse
                user = pulse
                password = %s
                [collection]
                interval = 1
                [listener]
                url = %s
                %s
                project_id = shop
                [buffer]
                max_size_mb = 100
                """.formatted(stack.postgres().port(), stack.databasePassword(), address(), key);
    }

    private static int threadsOf(Server server) throws IOException {
        try (var tasks = Files.list(Path.of("/proc/" + server.pid() + "/task"))) {
            var threads = (int) tasks.count();
            System.out.println("PG-14: the agent has " + threads + " threads");
            return threads;
        }
    }

    private static void visit(HubClient agent) {
        Await.until(
                "no visit", SOON, () -> agent.post("/api/v1/jobs/queries/visit").statusCode() < 300);
    }

    /** Whoever runs in the background of a shell without job control ignores SIGINT; SIGTERM nobody does. */
    private static void signal(Server server, String signal) throws Exception {
        var mask = Files.readAllLines(Path.of("/proc/" + server.pid() + "/status")).stream()
                .filter(line -> line.startsWith("SigIgn:"))
                .map(line -> line.substring("SigIgn:".length()).strip())
                .findFirst()
                .orElseThrow();
        var isIgnored = (Long.parseUnsignedLong(mask, 16) & 2) != 0;
        if (isIgnored) {
            System.out.println("SIGINT is ignored here: it is not tried, SIGTERM is.");
        }
        new ProcessBuilder("kill", "-" + (isIgnored ? "TERM" : signal), Long.toString(server.pid()))
                .start()
                .waitFor();
        server.awaitEnd(SOON);
        assertThat(Files.readString(server.log())).as("in order").contains("CWWKE0036I");
    }

    private List<Sent> at(String path) {
        return received.stream().filter(sent -> sent.path().equals(path)).toList();
    }

    private String address() {
        return "http://127.0.0.1:" + receiver.getAddress().getPort();
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            received.add(new Sent(
                    exchange.getRequestURI().getPath(),
                    String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")),
                    JSON.readTree(exchange.getRequestBody())));
            exchange.sendResponseHeaders(answer, -1);
        }
    }
}
