package io.pulsefleet.agent.collect.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefleet.agent.collect.Visit;
import io.pulsefleet.agent.collect.jdbc.Claim;
import io.pulsefleet.embedded.Scratch;
import io.pulsefleet.wire.DatabaseAddress;
import io.pulsefleet.wire.Plan;
import io.pulsefleet.wire.PlannedDatabase;
import io.pulsefleet.wire.TestOutcome;
import java.lang.ref.Reference;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Databases that the hub delivers, on a real server: watched, changed, removed and tried (PG-10). */
class DeliveredDatabasesTest {

    private static final Instant TEN = Instant.parse("2026-11-21T10:00:00Z");
    private static final UUID SHOP = UUID.randomUUID();

    @TempDir
    static Path folder;

    private static Scratch server;

    private Watching watching;

    @BeforeAll
    static void start() throws Exception {
        server = Versions.start(Versions.EMBEDDED, folder, Map.of("autovacuum", "off"));
        execute(
                "CREATE ROLE watcher LOGIN PASSWORD 'secret' IN ROLE pg_read_all_stats",
                "CREATE ROLE blind LOGIN PASSWORD 'secret'",
                "CREATE DATABASE shop",
                "CREATE DATABASE closed",
                "REVOKE CONNECT ON DATABASE closed FROM PUBLIC");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void aWatcher() {
        watching = new Watching(server.port());
        watching.given.put("pulse.postgres.targets", "");
    }

    @AfterEach
    void leave() {
        watching.close();
    }

    @Test
    void oneThatComesIsVisitedAtItsFirstLookAndThenAsAnyOther() throws Exception {
        assertThat(watching.collector().targets()).isEmpty();

        deliver(shop("secret"));

        assertThat(watching.collector().targets()).containsExactly("shop");
        assertThat(glance()).as("before the ring").isTrue();
        assertThat(watching.visit("shop", TEN).away()).isEmpty();
        assertThat(glance()).isFalse();
        assertThat(connections()).isEqualTo(1);
    }

    @Test
    void anotherPasswordTakesEffectWithoutARestartAndTheOldConnectionIsClosed() throws Exception {
        deliver(shop("secret"));
        watching.visit("shop", TEN);

        deliver(shop("wrong"));
        assertThat(glance()).isTrue();
        var seen = watching.visit("shop", TEN.plusSeconds(5));
        assertThat(seen.away())
                .get()
                .asString()
                .contains(
                        "check the user, the password and pg_hba.conf, and then user and password in its settings at the"
                                + " hub")
                .doesNotContain("wrong;");
        assertThat(seen.body("postgresql.server").at("/states/0/state").asText())
                .isEqualTo("wrong_password");
        awaitConnections(0);

        deliver(shop("secret"));
        assertThat(watching.visit("shop", TEN.plusSeconds(10)).away()).isEmpty();
    }

    @Test
    void oneThatIsRemovedIsLeft() throws Exception {
        deliver(shop("secret"));
        var visit = watching.collector().begin(new Visit("shop", TEN));
        try {
            assertThat(visit.next()).isPresent();

            deliver();

            assertThat(watching.collector().targets()).isEmpty();
            awaitConnections(0);
        } finally {
            Reference.reachabilityFence(visit); // else the driver itself may close what nobody refers to
        }
    }

    @Test
    void whatThePlanSaysNothingOfStays() {
        deliver(shop("secret"));

        watching.delivered.follow(new Plan(List.of()));

        assertThat(watching.collector().targets()).containsExactly("shop");
    }

    @Test
    void theAgentsOwnSettingsWin() throws Exception {
        watching.with("pulse.postgres.targets", "shop")
                .with("pulse.postgres.shop.db.host", "127.0.0.1")
                .with("pulse.postgres.shop.db.port", Integer.toString(server.port()))
                .with("pulse.postgres.shop.db.name", "shop")
                .with("pulse.postgres.shop.db.user", "watcher")
                .with("pulse.postgres.shop.db.password", "secret");

        deliver(shop("wrong"));

        assertThat(watching.collector().targets()).containsExactly("shop");
        assertThat(watching.visit("shop", TEN).away()).isEmpty();
        assertThat(new StatClaim(watching.settings()).refusal(shop("wrong")).map(Claim.Refusal::state))
                .contains("own_settings");
    }

    @Test
    void aTestTellsWhatAVisitWouldFindAndTheExactGrants() throws Exception {
        var outcome = test("shop", "blind", "secret");

        assertThat(outcome.state()).isEqualTo("trouble");
        assertThat(outcome.version()).startsWith("18.");
        assertThat(outcome.states())
                .contains(new TestOutcome.PartState(
                        "rights", "no_rights", "what others do cannot be seen: run GRANT pg_read_all_stats TO blind"));
        assertThat(outcome.grants()).contains("GRANT pg_read_all_stats TO blind;");
        awaitConnections(0);
    }

    @Test
    void aTestNamesTheTroubleOfComingIn() throws Exception {
        assertThat(test("shop", "watcher", "wrong").state()).isEqualTo("wrong_password");
        assertThat(test("none", "watcher", "secret").state()).isEqualTo("no_database");
        var closed = test("closed", "watcher", "secret");
        assertThat(closed.state()).isEqualTo("no_rights");
        assertThat(closed.detail()).contains("run GRANT CONNECT ON DATABASE closed TO watcher");
        assertThat(closed.grants()).contains("GRANT CONNECT ON DATABASE closed TO watcher;");
        assertThat(trial().of(new DatabaseAddress("postgresql", "127.0.0.1", 1, "shop", "watcher", "secret", "prefer"))
                        .state())
                .isEqualTo("down");
        assertThat(watching.troubles.now()).isEmpty();
    }

    private TestOutcome test(String database, String user, String password) {
        return trial().of(new DatabaseAddress(
                "postgresql", "127.0.0.1", server.port(), database, user, password, "disable"));
    }

    private StatTrial trial() {
        return new StatTrial(watching.settings());
    }

    private void deliver(PlannedDatabase... databases) {
        watching.delivered.follow(new Plan(List.of(), List.of(databases)));
    }

    private boolean glance() throws Exception {
        return watching.collector().glance(new Visit("shop", TEN)).visitNow();
    }

    private static PlannedDatabase shop(String password) {
        var address =
                new DatabaseAddress("postgresql", "127.0.0.1", server.port(), "shop", "watcher", password, "prefer");
        return new PlannedDatabase(SHOP, 1, "shop", address, false, true, false, null);
    }

    private static int connections() throws SQLException {
        try (var admin = connect();
                var statement = admin.createStatement();
                var row = statement.executeQuery(
                        "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'pulsefleet-pg-stat'")) {
            row.next();
            return row.getInt(1);
        }
    }

    /** The server notices a moment later that one was closed. */
    private static void awaitConnections(int wanted) throws SQLException {
        var end = System.nanoTime() + 10_000_000_000L;
        while (connections() != wanted && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        assertThat(connections()).isEqualTo(wanted);
    }

    private static void execute(String... statements) throws SQLException {
        try (var admin = connect();
                var statement = admin.createStatement()) {
            for (var sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private static java.sql.Connection connect() throws SQLException {
        return DriverManager.getConnection(server.jdbcUrl("postgres"), Scratch.SUPERUSER, "");
    }
}
