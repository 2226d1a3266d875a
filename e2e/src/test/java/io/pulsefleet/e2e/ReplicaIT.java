package io.pulsefleet.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.pulsefleet.embedded.Postgres;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Questions are answered by a streaming replica, while the database takes. */
class ReplicaIT {

    private static final Duration LONGEST = Duration.ofMinutes(3);
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private static Stack stack;
    private static Replica replica;
    private static Postgres running;

    private final Instant at = Instant.now().truncatedTo(ChronoUnit.SECONDS).minusSeconds(60);
    private Sender sender;

    @BeforeAll
    static void start() throws Exception {
        var port = Ports.free();
        stack = Stack.beside(Shared.emptyFolder("replica"), Map.of("PULSE_DB_READ_PORT", Integer.toString(port)));
        stack.adminPassword();
        replica = new Replica(stack, port);
        replica.make();
        running = replica.start();
        stack.startHub();
        stack.hub().awaitReady(LONGEST);
    }

    @AfterAll
    static void stop() {
        if (stack != null) {
            stack.close();
        }
        if (running != null) {
            running.close();
        }
    }

    @BeforeEach
    void anAgent() throws Exception {
        sender = Sender.registered(stack.hubAddress(), stack.joinToken());
    }

    @Test
    void aQuestionIsAnsweredFromTheReplicaWhileTheDatabaseTakes() throws Exception {
        assertThat(sender.ship("b1-0", at, 1).statusCode()).isEqualTo(201);
        awaitReplayed();
        assertThat(values()).isEqualTo("[1.0]");

        try (var reading = connection(running);
                var statement = reading.createStatement()) {
            statement.execute("SELECT count(*) FROM agents"); // it is there, and it is a replica
            try (var rows = statement.executeQuery("SELECT pg_is_in_recovery()")) {
                rows.next();
                assertThat(rows.getBoolean(1)).isTrue();
            }
        }
        running.close();
        assertThat(sender.ship("b1-1", at.plusSeconds(10), 2).statusCode())
                .as("the database takes, whatever the replica does")
                .isEqualTo(201);
        running = replica.start();
        awaitReplayed();
        Await.until("it does not answer again", LONGEST, () -> valuesOrNotYet().equals("[1.0,2.0]"));
    }

    @Test
    void whileTheReplicaIsAwayQuestionsAreToComeAgainAndAllElseGoesOn() throws Exception {
        assertThat(sender.ship("b1-0", at, 0).statusCode()).isEqualTo(201);
        running.close();

        for (int i = 1; i < 3; i++) {
            var answer = ask();
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
            assertThat(answer.headers().firstValue("Retry-After")).isPresent();
            assertThat(answer.headers().firstValue("Pulse-Away")).hasValue("replica");
            assertThat(sender.ship("b1-" + i, at.plusSeconds(i), i).statusCode())
                    .as("taken, between questions in vain")
                    .isEqualTo(201);
        }

        running = replica.start();
        awaitReplayed();
        Await.until("it does not answer again", LONGEST, () -> valuesOrNotYet().equals("[0.0,1.0,2.0]"));
    }

    /**
     * The question has the first partition and waits for the last one, which the database holds. Then the database takes
     * the first, too: its replica cannot apply that as long as the question has it, and may not wait.
     */
    @Test
    void aQuestionThatStandsInTheWayOfTheReplicaIsToComeAgain() throws Exception {
        assertThat(sender.ship("b1-0", at, 1).statusCode()).isEqualTo(201);
        awaitReplayed();
        try (var holding = connection(stack.postgres());
                var truncating = connection(stack.postgres())) {
            holding.setAutoCommit(false);
            truncating.setAutoCommit(false);
            var last = partition("max");
            lock(holding, last);
            Await.until("the replica does not know of the lock", LONGEST, () -> isLocked(last));
            var asked = CLIENT.sendAsync(question(), BodyHandlers.ofString());
            Await.until("the question does not wait", LONGEST, () -> waitsForALock());
            lock(truncating, partition("min"));

            var answer = asked.get();

            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
            assertThat(answer.headers().firstValue("Pulse-Away")).hasValue("replica");
            holding.rollback();
            truncating.rollback();
        }
        Await.until("it does not answer again", LONGEST, () -> valuesOrNotYet().equals("[1.0]"));
    }

    /** That another commits brings it to the replica at once. */
    private static void lock(Connection connection, String partition) throws SQLException {
        try (var statement = connection.createStatement();
                var other = connection(stack.postgres());
                var committing = other.createStatement()) {
            statement.execute("LOCK TABLE ONLY " + partition + " IN ACCESS EXCLUSIVE MODE");
            committing.execute("COMMENT ON SEQUENCE packing IS 'tested'");
        }
    }

    /** All of a table's partitions are locked in the order of their oids. */
    private static String partition(String which) throws SQLException {
        try (var connection = connection(stack.postgres());
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT (SELECT %s(inhrelid) FROM pg_inherits".formatted(which)
                        + " WHERE inhparent = 'frame'::regclass)::oid::regclass::text")) {
            rows.next();
            return rows.getString(1);
        }
    }

    private static boolean isLocked(String partition) throws IOException {
        return isSo("SELECT count(*) FROM pg_locks WHERE mode = 'AccessExclusiveLock' AND granted" + " AND relation = '"
                + partition + "'::regclass");
    }

    private static boolean waitsForALock() throws IOException {
        return isSo("SELECT count(*) FROM pg_stat_activity"
                + " WHERE application_name = 'pulsefleet-hub-read' AND wait_event_type = 'Lock'");
    }

    private static boolean isSo(String count) throws IOException {
        try (var connection = connection(running);
                var statement = connection.createStatement();
                var rows = statement.executeQuery(count)) {
            rows.next();
            return rows.getInt(1) > 0;
        } catch (SQLException notYet) {
            throw new IOException(notYet);
        }
    }

    private String values() throws IOException {
        var answer = ask();
        if (answer.statusCode() != 200) {
            throw new IOException(answer.statusCode() + " " + answer.body());
        }
        return new ObjectMapper().readTree(answer.body()).at("/series/0/values").toString();
    }

    private String valuesOrNotYet() throws IOException {
        return values();
    }

    private HttpResponse<String> ask() throws IOException {
        try {
            return CLIENT.send(question(), BodyHandlers.ofString());
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IOException(stop);
        }
    }

    private HttpRequest question() throws IOException {
        var pair = "admin:" + stack.adminPassword();
        var path = "/api/v1/agents/%s/series?metric=%s&from=%s&step=1s&as=value"
                .formatted(sender.id(), Sender.METRIC, at.minusSeconds(10));
        return HttpRequest.newBuilder(URI.create(stack.hubAddress() + path))
                .header(
                        "Authorization",
                        "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)))
                .timeout(Duration.ofSeconds(30))
                .build();
    }

    /** Until the replica has what the database has now. */
    private static void awaitReplayed() throws SQLException {
        String now;
        try (var connection = connection(stack.postgres());
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT pg_current_wal_lsn()")) {
            rows.next();
            now = rows.getString(1);
        }
        Await.until("the replica is behind", LONGEST, () -> {
            try (var connection = connection(running);
                    var ask = connection.prepareStatement("SELECT pg_last_wal_replay_lsn() >= ?::pg_lsn")) {
                ask.setString(1, now);
                try (var rows = ask.executeQuery()) {
                    rows.next();
                    return rows.getBoolean(1);
                }
            } catch (SQLException notYet) {
                throw new IOException(notYet);
            }
        });
    }

    private static Connection connection(Postgres postgres) throws SQLException {
        try {
            return DriverManager.getConnection(postgres.jdbcUrl(), Postgres.USER, stack.databasePassword());
        } catch (IOException unreadable) {
            throw new SQLException(unreadable);
        }
    }
}
