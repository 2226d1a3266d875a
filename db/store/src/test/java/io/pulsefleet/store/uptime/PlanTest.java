package io.pulsefleet.store.uptime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pulsefleet.store.OwnPostgres;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is probed lies in tables, and who changes these by SQL changes the plan (UO-05). */
class PlanTest {

    @RegisterExtension
    static final OwnPostgres postgres = new OwnPostgres();

    private final Plan plan = new Plan(postgres.database());

    @BeforeEach
    void twoMonitors() throws Exception {
        postgres.execute("TRUNCATE datacenters, api_monitors CASCADE; DELETE FROM schedules WHERE name = 'often';"
                + " INSERT INTO datacenters (id, name) VALUES ('fra-1', 'Frankfurt'), ('ber-1', 'Berlin');"
                + " INSERT INTO schedules VALUES ('often', 10, 2000);"
                + " INSERT INTO api_monitors (id, name, kind, check_body, schedule, degraded_ms, datacenters)"
                + " VALUES (7, 'shop', 'http', '{\"url\": \"http://x\"}', 'often', 300, '{fra-1}');"
                + " INSERT INTO api_monitors (id, name, kind, check_body) VALUES (8, 'crm', 'tcp', '{}');"
                + " INSERT INTO api_monitor_secrets VALUES (8, 'token', 'k1', '\\x01')");
    }

    @Test
    void itHasAllOfEachMonitorThatIsNotPaused() throws Exception {
        postgres.execute(
                "INSERT INTO api_monitors (name, kind, check_body, paused) VALUES ('old', 'ping', '{}', true)");

        var book = plan.read();

        assertThat(book.revision()).isEqualTo(plan.revision());
        assertThat(book.entries()).extracting(Plan.Entry::id).containsExactly(7, 8);
        var shop = book.entries().get(0);
        assertThat(List.of(
                        shop.name(),
                        shop.kind(),
                        shop.check(),
                        shop.every(),
                        shop.timeout(),
                        shop.degradedAfter(),
                        shop.datacenters()))
                .containsExactly(
                        "shop",
                        "http",
                        "{\"url\": \"http://x\"}",
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(2),
                        Duration.ofMillis(300),
                        List.of("fra-1"));
        var crm = book.entries().get(1);
        assertThat(crm.degradedAfter()).isNull();
        assertThat(crm.secrets().keySet()).isEqualTo(Set.of("token"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT INTO api_monitors (name, kind, check_body) VALUES ('new', 'ping', '{}')",
                "UPDATE api_monitors SET check_body = '{\"url\": \"http://y\"}' WHERE id = 7",
                "UPDATE api_monitors SET paused = true WHERE id = 8",
                "DELETE FROM api_monitors WHERE id = 8",
                "UPDATE schedules SET every_seconds = 20 WHERE name = 'often'",
                "UPDATE schedules SET name = 'seldom' WHERE name = 'often'; UPDATE schedules SET name = 'often' WHERE name = 'seldom'",
                "UPDATE api_monitor_secrets SET sealed = '\\x02'",
                "DELETE FROM api_monitor_secrets"
            })
    void eachChangeBySqlMovesItsRevision(String sql) throws Exception {
        var before = plan.revision();

        postgres.execute(sql);

        assertThat(plan.revision()).isGreaterThan(before);
    }

    @Test
    void aScheduleThatChangesIsAnotherRevisionOfItsMonitorsOnly() throws Exception {
        var before = plan.read().entries();

        postgres.execute("UPDATE schedules SET every_seconds = 20 WHERE name = 'often'");

        var after = plan.read().entries();
        assertThat(after.get(0).revision()).isGreaterThan(before.get(0).revision());
        assertThat(after.get(0).every()).isEqualTo(Duration.ofSeconds(20));
        assertThat(after.get(1).revision()).isEqualTo(before.get(1).revision());
    }

    @Test
    void aDatacenterThatIsNamedStaysAndOneThatIsNotThereIsNamedByNobody() {
        assertThatThrownBy(() -> postgres.execute("DELETE FROM datacenters WHERE id = 'fra-1'"))
                .hasMessageContaining("datacenter \"fra-1\" is named by monitor \"shop\"");
        assertThatThrownBy(() -> postgres.execute("UPDATE api_monitors SET datacenters = '{nowhere}' WHERE id = 7"))
                .hasMessageContaining("monitor \"shop\": there is no datacenter \"nowhere\"");
    }
}
