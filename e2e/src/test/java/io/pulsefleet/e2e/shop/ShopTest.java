package io.pulsefleet.e2e.shop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.pulsefleet.e2e.Await;
import io.pulsefleet.e2e.Installation;
import io.pulsefleet.e2e.Ports;
import io.pulsefleet.e2e.StackException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes on in the sample shop leaves behind what there is to see. */
class ShopTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    static Path folder;

    private static Shop shop;
    private static Door door;
    private static ExecutorService waiters;

    @BeforeAll
    static void open() {
        var plan = new Shop.Plan(folder, Installation.ofBuild().postgres(), Ports.free(), "owner's", "watcher's", 1);
        shop = new Shop(plan, new PrintStream(System.out, true));
        shop.open();
        door = new Door("jdbc:postgresql://127.0.0.1:" + plan.port() + "/shop", Shop.NAME, plan.password());
        waiters = Executors.newCachedThreadPool();
    }

    @AfterAll
    static void close() {
        shop.close();
        waiters.shutdownNow();
    }

    @Test
    void whoWatchesSeesWhatTheGrantsAllowAndNoRowThatNobodyAsksFor() throws Exception { // PG-02, PG-15
        var watcher = shop.settingsOfTheAgent();
        try (var connection = DriverManager.getConnection(
                door.url(),
                watcher.get("PULSE_POSTGRES_SHOP_DB_USER"),
                watcher.get("PULSE_POSTGRES_SHOP_DB_PASSWORD"))) {
            assertThat(texts(connection, "SELECT rolname FROM pg_roles WHERE pg_has_role(oid, 'member') ORDER BY 1"))
                    .containsExactly("pg_read_all_stats", Shop.WATCHER);
            assertThat(texts(connection, "SELECT 'yes' WHERE EXISTS (SELECT FROM pg_stat_statements)"))
                    .containsExactly("yes");
            assertThat(texts(connection, "SELECT has_table_privilege('customer', 'SELECT')::text"))
                    .containsExactly("false");
        }
    }

    @Test
    void everythingThatHappensStandsInTheLog() throws Exception {
        var chance = new Random(1);
        new Deadlock(door, new Requests(chance), waiters).play();
        try (var session = new Session(door)) {
            var reports = new Reports(session);
            reports.turnover();
            reports.pages();
            reports.tidyUp();
        }
        var strangers = new Strangers(door, chance);
        try (var session = new Session(door)) {
            var mishaps = new Mishaps(session, chance);
            for (int i = 0; i < 40; i++) {
                mishaps.play();
                strangers.play();
            }
        }

        var states = entries("state_code");
        assertThat(states)
                .contains("40P01", "23505", "23514", "22012", "42P01", "22P02", "57014", "23503")
                .contains("28P01", "3D000");
        assertThat(String.join("\n", entries("message")))
                .contains("temporary file: path", "duration: 2", "deadlock detected");
        assertThat(entries("application_name")).anyMatch(name -> name.matches("shop:req-[0-9a-f]{6}"));
    }

    @Test
    void aChainOfThreeHasItsRootAtItsEnd() throws Exception {
        try (var chain = LockChain.begin(door, List.of("shop:req-a", "shop:req-b", "shop:req-c"), 5, waiters);
                var connection = door.open("test")) {
            var wanted = "%d behind %d, %d behind %d".formatted(chain.pid(1), chain.pid(0), chain.pid(2), chain.pid(1));
            Await.until("nobody waits", Duration.ofSeconds(30), () -> {
                try {
                    return texts(connection, """
                            SELECT string_agg(pid || ' behind ' || array_to_string(pg_blocking_pids(pid), ','), ', '
                                              ORDER BY application_name)
                            FROM pg_stat_activity WHERE application_name IN ('shop:req-b', 'shop:req-c')""").equals(List.of(wanted));
                } catch (SQLException failed) {
                    throw new IOException(failed);
                }
            });
        }
        try (var connection = door.open("test")) {
            assertThat(texts(
                            connection,
                            "SELECT pid::text FROM pg_stat_activity WHERE application_name LIKE 'shop:req-_'"))
                    .isEmpty();
        }
    }

    /** What the log says in one of its fields. */
    private static List<String> entries(String field) throws IOException {
        var told = new ArrayList<String>();
        try (var files = Files.newDirectoryStream(folder.resolve("shop/log"), "*.json")) {
            for (var file : files) {
                for (var line : Files.readAllLines(file)) {
                    told.add(JSON.readTree(line).path(field).asText());
                }
            }
        }
        if (told.isEmpty()) {
            throw new StackException("There is no log in " + folder);
        }
        return told;
    }

    private static List<String> texts(Connection connection, String query) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(query)) {
            var texts = new ArrayList<String>();
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
            return texts;
        }
    }
}
