package io.pulsefleet.store.uptime;

import static io.pulsefleet.store.uptime.Samples.heartbeat;
import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefleet.store.OwnPostgres;
import io.pulsefleet.store.uptime.Heartbeats.Stored;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Heartbeats are kept once each, and only those that count are counted (UO-03, UO-06). */
class HeartbeatsTest {

    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
    private static final Instant NOW = NOON.plusSeconds(600);

    @RegisterExtension
    static final OwnPostgres postgres = new OwnPostgres();

    private final Heartbeats heartbeats = new Heartbeats(postgres.database(), new ProberLeases(postgres.database()));

    @BeforeEach
    void aMonitorInTwoDatacenters() throws Exception {
        postgres.execute(
                "TRUNCATE api_heartbeats, api_heartbeats_stale, uptime_standing, uptime_due, uptime_grant,"
                        + " datacenters, api_monitors CASCADE;"
                        + " INSERT INTO datacenters (id, name) VALUES ('fra-1', 'Frankfurt'), ('ber-1', 'Berlin');"
                        + " INSERT INTO api_monitors (id, name, kind, check_body) VALUES (7, 'shop', 'http', '{}');"
                        + " INSERT INTO uptime_grant VALUES ('fra-1', 1, 1, '2026-11-21 11:00Z'), ('ber-1', 1, 1, '2026-11-21 11:00Z')");
    }

    @Test
    void allOfAHeartbeatIsKeptAndFoundByWhenItWasExecuted() throws Exception {
        heartbeats.store(NOW, List.of(heartbeat(7, "fra-1", NOON, "down"), heartbeat(7, "ber-1", NOON, "up")));

        assertThat(postgres.query("""
                SELECT concat_ws(' ', monitor, datacenter, slot_at AT TIME ZONE 'UTC', agent, lease, revision, status, error,
                    message, dns_us, connect_us, tls_us, first_byte_us, transfer_us, total_us, code, bytes, address, hops)
                FROM api_heartbeats WHERE executed_at BETWEEN '2026-11-21 12:00Z' AND '2026-11-21 12:01Z'
                ORDER BY datacenter"""))
                .containsExactly(
                        "7 ber-1 2026-11-21 12:00:00 1 1 5 up 1000 2000 0 4000 1000 8000 200 1234 192.0.2.7",
                        "7 fra-1 2026-11-21 12:00:00 1 1 5 down REFUSED nobody listens 1000 2000 0 4000 1000 8000"
                                + " 192.0.2.7 [{\"url\": \"http://x\"}]");
    }

    @Test
    void theSameSlotOfTwoAgentsIsOneAndTheFirstStands() throws Exception {
        postgres.execute("INSERT INTO uptime_grant VALUES ('fra-1', 2, 2, '2026-11-21 12:00:00.005Z')");
        var first = heartbeat(7, "fra-1", NOON, "up");
        var second = heartbeat(7, "fra-1", NOON, 2, 2, NOON.plusMillis(9), "down");

        assertThat(heartbeats.store(NOW, List.of(first))).isEqualTo(new Stored(1, 0, 0, 0));
        assertThat(heartbeats.store(NOW, List.of(second))).isEqualTo(new Stored(0, 1, 0, 0));
        assertThat(heartbeats.store(NOW, List.of(first, second))).isEqualTo(new Stored(0, 2, 0, 0));

        assertThat(postgres.query("SELECT agent || ' ' || status FROM api_heartbeats"))
                .containsExactly("1 up");
        assertThat(standings()).containsExactly("fra-1 12:00:00 12:00:00 0 up");
    }

    @Test
    void whatWasSeenAfterAnotherTookOverIsKeptApartAndNeverCounted() throws Exception {
        postgres.execute("INSERT INTO uptime_grant VALUES ('fra-1', 2, 2, '2026-11-21 12:01Z')");

        var stored = heartbeats.store(
                NOW,
                List.of(
                        heartbeat(7, "fra-1", NOON.plusSeconds(30), "up"),
                        heartbeat(7, "fra-1", NOON.plusSeconds(60), "down"),
                        heartbeat(7, "fra-1", NOON.plusSeconds(90), 9, 1, NOON.plusSeconds(90), "down"),
                        heartbeat(7, "fra-1", NOON.plusSeconds(60), 2, 2, NOON.plusSeconds(61), "up")));

        assertThat(stored).isEqualTo(new Stored(2, 0, 2, 0));
        assertThat(postgres.query(
                        "SELECT concat_ws(' ', lease, status, why) FROM api_heartbeats_stale ORDER BY slot_at"))
                .containsExactly("1 down later_lease", "9 down no_lease");
        assertThat(standings()).containsExactly("fra-1 12:01:00 12:00:30 0 up");
    }

    @Test
    void ofAMonitorThatIsNotThereNothingIsKeptAndTheOthersAre() throws Exception {
        assertThat(heartbeats.store(NOW, List.of(heartbeat(8, "fra-1", NOON, "up"), heartbeat(7, "fra-1", NOON, "up"))))
                .isEqualTo(new Stored(1, 0, 0, 1));
        assertThat(heartbeats.store(NOW, List.of(heartbeat(8, "fra-1", NOON, "up"))))
                .isEqualTo(new Stored(0, 0, 0, 1));
    }

    @Test
    void aStandingMovesForwardOnlyAndCountsFailuresInARow() throws Exception {
        store(0, "up");
        store(30, "down");
        assertThat(standings()).containsExactly("fra-1 12:00:30 12:00:30 1 down");
        heartbeats.store(NOW, List.of(at(90, "down"), at(60, "down")));
        assertThat(standings()).containsExactly("fra-1 12:01:30 12:00:30 3 down");
        heartbeats.store(NOW, List.of(at(45, "up"), at(120, "down")));
        assertThat(standings())
                .as("what is late changes history only")
                .containsExactly("fra-1 12:02:00 12:00:30 4 down");
        store(150, "up");
        assertThat(standings()).containsExactly("fra-1 12:02:30 12:02:30 0 up");
    }

    @Test
    void whatIsUnknownNeitherAddsToFailuresNorEndsThem() throws Exception {
        store(0, "down");
        store(30, "unknown");
        assertThat(standings()).containsExactly("fra-1 12:00:30 12:00:30 1 unknown");
        store(60, "down");
        assertThat(standings()).containsExactly("fra-1 12:01:00 12:01:00 2 down");
    }

    @Test
    void whatIsLateHasItsHourRolledUpAgain() throws Exception {
        heartbeats.store(NOW, List.of(at(0, "up")));
        assertThat(postgres.query("SELECT hour_at::text FROM uptime_due")).isEmpty();

        heartbeats.store(NOON.plusSeconds(3_600), List.of(at(30, "up"), at(-30, "up")));
        heartbeats.store(NOON.plusSeconds(3_600), List.of(at(60, "up"), at(60, "up")));

        assertThat(postgres.query(
                        "SELECT (hour_at AT TIME ZONE 'UTC')::time || ' ' || times FROM uptime_due ORDER BY 1"))
                .containsExactly("11:00:00 1", "12:00:00 2");
    }

    private void store(int second, String status) {
        heartbeats.store(NOW, List.of(at(second, status)));
    }

    private static NewHeartbeat at(int second, String status) {
        return heartbeat(7, "fra-1", NOON.plusSeconds(second), status);
    }

    private static List<String> standings() throws Exception {
        return postgres.query("SELECT concat_ws(' ', datacenter, (slot_at AT TIME ZONE 'UTC')::time,"
                + " (since_at AT TIME ZONE 'UTC')::time, failures, status) FROM uptime_standing ORDER BY 1");
    }
}
