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
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** Two hubs on one database, agents that send to both, and one of the hubs is killed (SP-06, SP-12). */
class TwoHubsIT {

    private static final Logger LOG = System.getLogger(TwoHubsIT.class.getName());
    private static final Duration LONGEST = Duration.ofMinutes(3);
    private static final int AGENTS = 8;
    private static final int SEGMENTS = 200;

    @Test
    void whatIsSentToBothIsStoredOnceThoughOneIsKilled() throws Exception {
        try (var stack = Stack.beside(Shared.emptyFolder("two-hubs"), Map.of())) {
            stack.adminPassword();
            stack.startPostgres();
            stack.startHub();
            stack.hub().awaitReady(LONGEST);
            var second = second(stack);
            try {
                second.awaitReady(LONGEST);
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
            } finally {
                second.stop();
            }

            assertThat(stored(stack)).isEqualTo("1600 frames, 159200 in sum, 1600 segments");
        }
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

    private static String stored(Stack stack) throws Exception {
        var url = stack.postgres().jdbcUrl();
        try (var connection = DriverManager.getConnection(url, Postgres.USER, stack.databasePassword());
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT count(*) || ' frames, ' || sum(values[1]) || ' in sum, '"
                        + " || (SELECT sum(segments) FROM receipt) || ' segments' FROM frame")) {
            rows.next();
            return rows.getString(1);
        }
    }
}
