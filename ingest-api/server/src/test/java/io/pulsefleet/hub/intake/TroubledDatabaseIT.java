package io.pulsefleet.hub.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefleet.hub.Caller;
import io.pulsefleet.hub.HubArchive;
import io.pulsefleet.hub.ItDatabase;
import io.pulsefleet.wire.Frame;
import io.pulsefleet.wire.Json;
import io.pulsefleet.wire.LogLine;
import io.pulsefleet.wire.MetricSet;
import io.pulsefleet.wire.Position;
import io.pulsefleet.wire.Shipment;
import java.net.URI;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** From outside: a database that does not do it now is told with 503, keeps nothing half, and is used again by itself. */
@ArquillianTest
@Timeout(value = 5, unit = TimeUnit.MINUTES) // rather than to hang
class TroubledDatabaseIT {

    @Deployment(testable = false)
    static WebArchive hub() {
        return HubArchive.packaged();
    }

    @ArquillianResource
    URI deployed;

    private Caller caller;
    private MetricSet set;
    private Connection beside;

    @BeforeEach
    void anAgentThatIsKnown() throws Exception {
        caller = Caller.of(deployed).registered();
        set = new MetricSet("c", "t", List.of(new Position("m" + caller.agent(), null, null, null)));
        assertThat(caller.ship("s-0", Json.bytes(shipment().with(List.of(set)))).statusCode())
                .isEqualTo(201);
        beside = ItDatabase.connect();
    }

    @AfterEach
    void asItWas() throws SQLException {
        beside.close();
    }

    @Test
    void restartedInTheMiddleOfAGroupItKeepsNothingHalf() throws Exception {
        beside.setAutoCommit(false);
        run("SELECT FROM receipt WHERE agent = " + number() + " FOR UPDATE");
        var answers = new ArrayList<CompletableFuture<HttpResponse<String>>>();
        try (var watch = ItDatabase.connect()) {
            while (number(watch, "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'") == 0) {
                if (answers.stream().allMatch(CompletableFuture::isDone)) { // at first, and when we looked too late
                    for (int i = 1; i <= 5; i++) {
                        answers.add(caller.shipAsync("s-" + i, Json.bytes(shipment()), "identity"));
                    }
                }
            }
        }
        ItDatabase.restart();
        for (var answer : answers) {
            assertNotNow(answer.get());
        }

        for (int i = 1; i <= 5; i++) {
            shipUntilTaken("s-" + i);
        }
        beside = ItDatabase.connect();
        assertThat(number(beside, "SELECT segments FROM receipt WHERE agent = " + number()))
                .isEqualTo(6);
        assertThat(number(beside, "SELECT count(*) FROM frame WHERE agent = " + number()))
                .isEqualTo(6);
    }

    @Test
    void aLockOnItsReceiptHoldsUpOneAgentAndNoOther() throws Exception {
        var other = Caller.of(deployed).registered();
        beside.setAutoCommit(false);
        run("SELECT FROM receipt WHERE agent = " + number() + " FOR UPDATE");

        assertNotNow(caller.ship("s-1", Json.bytes(shipment())));
        assertThat(other.ship("s-1", Json.bytes(shipment())).statusCode()).isEqualTo(201);

        beside.rollback();
        assertThat(caller.ship("s-1", Json.bytes(shipment())).statusCode()).isEqualTo(201);
    }

    @Test
    void whileItIsReadOnlyNothingIsTakenAndThenAllIsAsBefore() throws Exception {
        readOnly();
        try {
            assertNotNow(caller.ship("s-1", Json.bytes(shipment())));
            assertNotNow(caller.ship("s-1", Json.bytes(shipment())));
        } finally {
            writable();
        }

        shipUntilTaken("s-1");
        assertThat(number(beside, "SELECT count(*) FROM frame WHERE agent = " + number()))
                .isEqualTo(2);
    }

    @Test
    void whileItLetsNobodyInNothingIsTakenAndThenAllIsAsBefore() throws Exception {
        run("ALTER DATABASE pulse CONNECTION LIMIT 1");
        endOthers();
        try {
            assertNotNow(caller.ship("s-1", Json.bytes(shipment())));
            assertNotNow(caller.ship("s-1", Json.bytes(shipment())));
        } finally {
            run("ALTER DATABASE pulse CONNECTION LIMIT -1");
        }

        shipUntilTaken("s-1");
        assertThat(number(beside, "SELECT count(*) FROM frame WHERE agent = " + number()))
                .isEqualTo(2);
    }

    /** It may be another one: a backup from before the set was known. */
    @Test
    void onceItIsBackNothingOfItIsTakenForKnown() throws Exception {
        readOnly();
        try {
            assertNotNow(caller.ship("s-1", Json.bytes(shipment())));
            run("DELETE FROM agent_sets WHERE agent = " + number());
            run("DELETE FROM metric_set WHERE hash = decode('" + set.hash() + "', 'hex')");
        } finally {
            writable();
        }

        assertThat(statusOnceItIsBack("s-1", shipment())).isEqualTo(409);
        assertThat(caller.ship("s-1", Json.bytes(shipment().with(List.of(set)))).statusCode())
                .isEqualTo(201);
    }

    @Test
    void whatWaitsBeyondAnAgentsShareIsToldWhenToComeAgain() throws Exception {
        beside.setAutoCommit(false);
        run("SELECT FROM receipt WHERE agent = " + number() + " FOR UPDATE");
        var text = "x".repeat(100_000);
        var body = Json.bytes(new Shipment(
                List.of(), List.of(), List.of(new LogLine(Instant.now(), "s", "", text, null)), List.of(), List.of()));
        var seen = new TreeSet<Integer>();
        for (int round = 0; round < 20 && !seen.contains(429); round++) {
            var answers = new ArrayList<CompletableFuture<HttpResponse<String>>>();
            for (int i = 0; i < 30; i++) {
                answers.add(caller.shipAsync("s-" + (round * 30 + i + 1), body, "identity"));
            }
            for (var answer : answers) {
                var one = answer.get();
                seen.add(one.statusCode());
                assertThat(one.headers().firstValue("Retry-After"))
                        .as(one.body())
                        .isPresent();
            }
        }
        beside.rollback();

        assertThat(seen).containsExactly(429, 503);
        shipUntilTaken("s-1");
    }

    private static void assertNotNow(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
    }

    private void shipUntilTaken(String segment) throws Exception {
        assertThat(statusOnceItIsBack(segment, shipment())).isIn(201, 204);
    }

    private int statusOnceItIsBack(String segment, Shipment shipment) throws Exception {
        var status = caller.ship(segment, Json.bytes(shipment)).statusCode();
        while (status == 503) {
            status = caller.ship(segment, Json.bytes(shipment)).statusCode();
        }
        return status;
    }

    private Shipment shipment() {
        return Shipment.ofFrames(List.of(new Frame(set.hash(), Instant.now(), new double[] {1})));
    }

    private long number() throws SQLException {
        try (var connection = ItDatabase.connect()) {
            return number(connection, "SELECT number FROM agents WHERE id = '" + caller.agent() + "'");
        }
    }

    private void readOnly() throws SQLException {
        run("ALTER ROLE pulse SET default_transaction_read_only = on");
        endOthers();
    }

    private void writable() throws SQLException {
        run("ALTER ROLE pulse RESET default_transaction_read_only");
        endOthers();
    }

    private void endOthers() throws SQLException {
        run(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'pulse' AND pid <> pg_backend_pid()");
    }

    private void run(String sql) throws SQLException {
        try (var statement = beside.createStatement()) {
            statement.execute(sql);
        }
    }

    private static long number(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
