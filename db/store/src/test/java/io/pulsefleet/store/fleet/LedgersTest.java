package io.pulsefleet.store.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefleet.store.OwnPostgres;
import io.pulsefleet.store.fleet.Ledgers.Losses;
import io.pulsefleet.store.fleet.Ledgers.Stored;
import io.pulsefleet.store.fleet.Told.Count;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class LedgersTest {

    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

    @RegisterExtension
    static final OwnPostgres postgres = new OwnPostgres();

    private static Ledgers ledgers;

    @BeforeAll
    static void aDatabase() throws Exception {
        ledgers = new Ledgers(postgres.database());
    }

    @Test
    void theNewestWordOfAnAgentHolds() {
        var newer = told(1, NOON.plusSeconds(15), 40);

        ledgers.tell(List.of(told(2, NOON, 7), newer, told(1, NOON, 30)));
        ledgers.tell(List.of(told(1, NOON.plusSeconds(14), 39)));

        assertThat(ledgers.told(1)).contains(newer);
        assertThat(ledgers.told(2)).contains(told(2, NOON, 7));
        assertThat(ledgers.told(3)).isEmpty();
    }

    @Test
    void countsWhatIsHereAndWhatIsMissingBetween() throws Exception {
        postgres.execute("INSERT INTO receipt VALUES (5, 'b-1', '{[0,3),[5,6)}', 4, 400, now()),"
                + " (5, 'b-2', '{[0,2)}', 2, 150, now()), (5, 'named', '{[-1,0)}', 1, 1, now()),"
                + " (5, '', '{}', 10, 1000, now()), (6, 'b-1', '{[0,9)}', 9, 9, now())");

        assertThat(ledgers.stored(5, NOON)).isEqualTo(new Stored(new Count(17, 1_551), 3, 2, 0));
        assertThat(ledgers.stored(7, NOON)).isEqualTo(new Stored(new Count(0, 0), 0, 0, 0));
    }

    @Test
    void tellsWhatWasMissingBeforeTheSpoolWasMade() throws Exception {
        postgres.execute("INSERT INTO receipt VALUES (8, 'b-1', '{[0,3),[5,6)}', 4, 400, '2026-11-20T00:00:00Z'),"
                + " (8, 'b-2', '{[0,2),[7,8)}', 3, 150, '2026-11-22T00:00:00Z')");

        assertThat(ledgers.stored(8, Instant.parse("2026-11-21T00:00:00Z")))
                .isEqualTo(new Stored(new Count(7, 550), 2, 5, 2));
    }

    @Test
    void whatWasLostUntilThenIsWhatTheLastHeartbeatUntilThenTold() throws Exception {
        postgres.execute("INSERT INTO heartbeats (at, agent, agent_at, boot, version, troubles, spool_segments,"
                + " spool_bytes, spool_in_memory, spool_evicted_segments, spool_evicted_readings, spool_refused_segments)"
                + " SELECT timestamptz '2026-11-21 12:00Z' + n * interval '1 day', 8, now(), 'b', '1', '{}', 0, 0, false,"
                + " n, n * 100, 0 FROM generate_series(0, 2) n");

        assertThat(ledgers.lossesAt(8, NOON.plusSeconds(90_000))).isEqualTo(new Losses(1, 100, 0));
        assertThat(ledgers.lossesAt(8, NOON.minusSeconds(1))).isEqualTo(Losses.NONE);
    }

    private static Told told(int agent, Instant at, long sealed) {
        return new Told(
                agent,
                at,
                NOON.minusSeconds(3_600),
                new Count(sealed, sealed * 100),
                sealed,
                new Count(sealed - 3, (sealed - 3) * 100),
                new Count(1, 100),
                new Count(1, 90),
                1);
    }
}
