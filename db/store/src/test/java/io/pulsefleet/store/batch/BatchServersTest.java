package io.pulsefleet.store.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefleet.store.OwnPostgres;
import io.pulsefleet.store.targets.Sealed;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Liberty servers of others. */
class BatchServersTest {

    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

    @RegisterExtension
    static final OwnPostgres postgres = new OwnPostgres();

    private final BatchServers servers = new BatchServers(postgres.database());

    @BeforeEach
    void empty() throws Exception {
        postgres.execute("TRUNCATE batch_server");
    }

    @Test
    void whatIsAddedIsReadAgainAndEachNameOnce() {
        assertThat(servers.add(server("payroll", 0, "https://a:9443"))).isTrue();
        assertThat(servers.add(server("payroll", 0, "https://b:9443"))).isFalse();

        assertThat(servers.all())
                .usingRecursiveFieldByFieldElementComparatorIgnoringFields("revision")
                .containsExactly(server("payroll", 0, "https://a:9443"));
    }

    @Test
    void aChangeHasAnotherRevisionAndIsMadeOnceOnly() {
        servers.add(server("payroll", 0, "https://a:9443"));
        var before = servers.all().get(0).revision();

        assertThat(servers.change(server("payroll", before, "https://b:9443"))).isTrue();
        assertThat(servers.change(server("payroll", before, "https://c:9443"))).isFalse();
        assertThat(servers.all().get(0).url()).isEqualTo("https://b:9443");
        assertThat(servers.all().get(0).revision()).isGreaterThan(before);
    }

    @Test
    void oneThatIsRemovedIsGone() {
        servers.add(server("payroll", 0, "https://a:9443"));

        assertThat(servers.remove("payroll")).isTrue();
        assertThat(servers.remove("payroll")).isFalse();
        assertThat(servers.all()).isEmpty();
    }

    private static BatchServer server(String name, long revision, String url) {
        return new BatchServer(
                name,
                url,
                "operator",
                new Sealed("k1", new byte[] {1, 2, 3}),
                null,
                "ab".repeat(32),
                "finance",
                revision,
                NOON,
                "admin");
    }
}
