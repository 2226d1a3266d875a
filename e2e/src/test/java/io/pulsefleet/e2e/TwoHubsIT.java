package io.pulsefleet.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefleet.embedded.Postgres;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.nio.file.Files;
import java.sql.DriverManager;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** Two hubs on one database: either is asked about all, agents send to both, and one of the hubs is killed (SP-06, SP-12). */
@TestMethodOrder(OrderAnnotation.class)
class TwoHubsIT {

    private static final Logger LOG = System.getLogger(TwoHubsIT.class.getName());
    private static final Duration LONGEST = Duration.ofMinutes(3);
    private static final Duration REVOKED_WITHIN = Duration.ofSeconds(60);
    private static final int AGENTS = 8;
    private static final int SEGMENTS = 200;

    private static Stack stack;
    private static Server second;

    @BeforeAll
    static void twoHubs() throws Exception {
        var settings = new HashMap<>(Shared.QUICK);
        settings.put("RECONNECT_INTERVAL", "1");
        settings.put("RECONNECT_BACKOFF_MAX", "2");
        stack = Stack.beside(Shared.emptyFolder("two-hubs"), settings);
        stack.adminPassword();
        stack.startPostgres();
        stack.startHub();
        stack.hub().awaitReady(LONGEST);
        second = second(stack);
        second.awaitReady(LONGEST);
    }

    @AfterAll
    static void theyEnd() {
        if (second != null) {
            second.stop();
        }
        if (stack != null) {
            stack.close();
        }
    }

    /** The agent is connected to the one, the admin to the other (PU-01, PU-04, SP-08, SP-13). */
    @Test
    @Order(1)
    void whatIsAskedOfOneHoldsAtTheOther() throws Exception {
        var here = new HubClient(stack.hubAddress(), stack.adminPassword());
        var there = new HubClient(second.address(), stack.adminPassword());
        stack.startAgent();
        here.awaitFirstReading(LONGEST);
        var agent = here.onlyAgent().orElseThrow().get("id").asText();
        var commands = "/api/v1/agents/" + agent + "/commands";
        Await.until(
                "it has no channel",
                LONGEST,
                () -> here.get(commands + "/registry").get("connected").asBoolean());

        var asked = there.post(commands, "{\"command\":\"agent.status\",\"wait\":15}");
        assertThat(asked.at("/answer/agent").asText()).as(asked.toString()).isEqualTo(agent);

        there.put(
                "/api/v1/fleet-settings/global",
                "{\"settings\":{\"processes.every\":\"7s\"},\"reason\":\"a test\"}",
                0);
        Await.until(
                "it does not take the settings",
                LONGEST,
                () -> here.get("/api/v1/agents/" + agent + "/settings")
                        .get("state")
                        .asText()
                        .equals("in_force"));

        var revoked = Instant.now();
        there.post("/api/v1/agents/" + agent + "/revoke", "{\"reason\":\"a test\"}");
        Await.until(
                "the other hub lets it in",
                LONGEST,
                () -> !here.get(commands + "/registry").get("connected").asBoolean()
                        && new HubClient(stack.agentAddress(), stack.adminPassword())
                                .get("/api/v1/agent")
                                .at("/hub/state")
                                .asText()
                                .equals("refused"));
        var took = Duration.between(revoked, Instant.now());
        LOG.log(Level.INFO, "Revoked at one hub, out at the other after {0} ms.", took.toMillis());
        assertThat(took).isLessThan(REVOKED_WITHIN);
        stack.agent().stop();
    }

    @Test
    @Order(2)
    void whatIsSentToBothIsStoredOnceThoughOneIsKilled() throws Exception {
        var senders = new ArrayList<Sender>();
        for (int i = 0; i < AGENTS; i++) {
            senders.add(Sender.registered(stack.hubAddress(), stack.joinToken()));
        }
        var half = new CountDownLatch(AGENTS * SEGMENTS / 2);
        var pool = Executors.newFixedThreadPool(AGENTS + 1);
        try {
            var sending = new ArrayList<Callable<Integer>>();
            for (var sender : senders) {
                sending.add(() -> sendAll(List.of(sender, sender.at(second.address())), half));
            }
            var killing = pool.submit(() -> {
                half.await();
                second.kill();
                return 0;
            });
            var answers = pool.invokeAll(sending);
            for (var answer : answers) {
                assertThat(answer.get()).isEqualTo(SEGMENTS);
            }
            killing.get();
        } finally {
            pool.shutdownNow();
        }

        assertThat(stored()).isEqualTo("1600 frames, 159200 in sum, 1600 segments");
    }

    /** As an agent does: in order, each until it is taken or known, at the other hub when one does not answer. */
    private static int sendAll(List<Sender> hubs, CountDownLatch half) throws Exception {
        var at = Instant.now().truncatedTo(ChronoUnit.SECONDS).minusSeconds(SEGMENTS);
        var done = 0;
        for (int tries = 0; done < SEGMENTS; tries++) {
            try {
                var status = hubs.get(tries % 2)
                        .ship("b1-" + done, at.plusSeconds(done), done)
                        .statusCode();
                if (status == 201 || status == 204) {
                    done++;
                    half.countDown();
                }
            } catch (IOException away) {
                LOG.log(Level.DEBUG, "Now the other one; perhaps this one had it: {0}", away.toString());
            }
        }
        return done;
    }

    private static Server second(Stack stack) throws IOException {
        var folder = Files.createDirectories(stack.config().data().resolve("second"));
        var address = URI.create("http://localhost:" + Ports.free());
        var env = new HashMap<String, String>();
        env.put("PULSE_DATA", folder.toString());
        env.put("PULSE_DB_PORT", Integer.toString(stack.postgres().port()));
        env.put("PULSE_DB_PASSWORD", stack.databasePassword());
        env.put("PULSE_HTTP_PORT", Integer.toString(address.getPort()));
        env.put("PULSE_HTTPS_PORT", Integer.toString(Ports.free()));
        env.put("PULSE_AGENTS_PORT", Integer.toString(Ports.free()));
        env.put(
                "PULSE_SECRET_KEY_FILE",
                stack.config().data().resolve("hub/secret-key").toString());
        env.put("PULSE_ADMIN_PASSWORD_FILE", stack.adminPasswordFile().toString());
        env.put("PULSE_JOIN_TOKEN", stack.joinToken());
        env.put("keystore_password", stack.databasePassword());
        var second = new Server("hub", Files.createDirectories(folder.resolve("server")), address, env);
        var built = Installation.ofBuild();
        second.start(built.liberty(), built.hub());
        return second;
    }

    /** Of the senders alone: they begin later than the agent. */
    private static String stored() throws Exception {
        var url = stack.postgres().jdbcUrl();
        try (var connection = DriverManager.getConnection(url, Postgres.USER, stack.databasePassword());
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT count(*) || ' frames, ' || sum(values[1]) || ' in sum, '"
                        + " || (SELECT sum(segments) FROM receipt WHERE agent > 1) || ' segments' FROM frame"
                        + " WHERE agent > 1")) {
            rows.next();
            return rows.getString(1);
        }
    }
}
