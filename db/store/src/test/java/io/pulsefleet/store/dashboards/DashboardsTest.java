package io.pulsefleet.store.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefleet.store.OwnPostgres;
import io.pulsefleet.store.dashboards.Dashboards.Outcome;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Of two who change one dashboard the second learns it (SP-10). */
class DashboardsTest {

    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");

    @RegisterExtension
    static final OwnPostgres postgres = new OwnPostgres();

    private final Dashboards dashboards = new Dashboards(postgres.database());

    @Test
    void aChangeBeginsFromTheVersionThatIsThereOrIsNone() {
        var web = dashboards.add(of(0, "Web", 0)).orElseThrow();
        var stock = dashboards.add(of(0, "Stock", 0)).orElseThrow();

        assertThat(dashboards.add(of(0, "Web", 0))).isEmpty();
        assertThat(dashboards.change(of(web, "Front", 1))).isEqualTo(Outcome.CHANGED);
        assertThat(dashboards.change(of(web, "Back", 1))).isEqualTo(Outcome.OUTDATED);
        assertThat(dashboards.change(of(web, "Stock", 2))).isEqualTo(Outcome.TAKEN);
        assertThat(dashboards.all()).containsExactly(of(web, "Front", 2), of(stock, "Stock", 1));
        assertThat(dashboards.find(web)).contains(of(web, "Front", 2));
        assertThat(dashboards.remove(web)).isTrue();
        assertThat(dashboards.remove(web)).isFalse();
        assertThat(dashboards.find(web)).isEmpty();
        assertThat(dashboards.change(of(web, "Front", 2))).isEqualTo(Outcome.OUTDATED);
    }

    private static StoredDashboard of(long id, String title, int version) {
        return new StoredDashboard(id, title, "", "[{\"metric\": \"m\"}]", version, NOW, "ada");
    }
}
