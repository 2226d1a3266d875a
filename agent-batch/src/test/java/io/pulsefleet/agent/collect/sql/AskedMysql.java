package io.pulsefleet.agent.collect.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefleet.settings.Settings;
import io.pulsefleet.wire.DatabaseAddress;
import io.pulsefleet.wire.Plan;
import io.pulsefleet.wire.PlannedDatabase;
import io.pulsefleet.wire.TestOutcome;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What holds with MySQL and MariaDB that the hub names (PA-01, PG-10). */
abstract class AskedMysql extends AskedDatabase {

    @Test
    void oneThatTheHubNamesIsAsked() throws Exception { // PA-01, PG-10
        queries(ORDERS);
        var shop = new PlannedDatabase(
                UUID.randomUUID(), 1, "delivered", address("shop", "reader", "test"), false, false, true, null);
        delivered.follow(new Plan(List.of(), List.of(shop)));

        assertThat(collector().targets()).containsExactly("main", "delivered");
        assertThat(visit(collector(), "delivered", TEN).orders()).isEqualTo(2);

        delivered.follow(new Plan(List.of(), List.of()));
        assertThat(collector().targets()).containsExactly("main");
    }

    @Test
    void aTestTellsTheVersionOrWhyItDoesNotGetIn() { // PA-01, PG-10
        var well = test("shop", "reader", "test");
        assertThat(well.state()).isEqualTo("ok");
        assertThat(well.version()).isEqualTo(version());

        assertThat(test("shop", "reader", "wrong").state()).isEqualTo("wrong_password");
        assertThat(test("none", "admin", "admin").state()).isEqualTo("no_database");
        var closed = test("closed", "reader", "test");
        assertThat(closed.state()).isEqualTo("no_rights");
        assertThat(closed.detail()).contains("reader@127.0.0.1").contains("closed");
        assertThat(closed.grants()).isEqualTo("GRANT SELECT ON `closed`.* TO 'reader'@'%';");
        var nobody = new DatabaseAddress(type(), "127.0.0.1", 1, "shop", "reader", "test", "prefer");
        assertThat(trial().of(nobody).state()).isEqualTo("down");
    }

    private TestOutcome test(String database, String user, String password) {
        return trial().of(address(database, user, password));
    }

    private MysqlTrial trial() {
        return new MysqlTrial(new Settings(name -> Optional.ofNullable(given.get(name))));
    }

    private DatabaseAddress address(String database, String user, String password) {
        var port = Integer.parseInt(whereItIs().get("pulse.queries.db.port"));
        return new DatabaseAddress(type(), "127.0.0.1", port, database, user, password, "prefer");
    }

    /** As the server itself says it. */
    private String version() {
        try (var connection = admin();
                var row = connection.createStatement().executeQuery("SELECT version()")) {
            row.next();
            return row.getString(1);
        } catch (SQLException away) {
            throw new IllegalStateException(away);
        }
    }

    abstract String type();
}
