package io.pulsefleet.store.uptime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pulsefleet.store.OwnPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Whoever looks at states once a second reads what has moved, and misses nothing (UO-02, UO-05). */
class StatesTest {

    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

    @RegisterExtension
    static final OwnPostgres postgres = new OwnPostgres();

    private final States states = new States(postgres.database());

    @BeforeEach
    void threeThatStand() throws Exception {
        postgres.execute("TRUNCATE uptime_standing, uptime_watch, uptime_event, datacenters, api_monitors CASCADE;"
                + " INSERT INTO api_monitors (id, name, kind, check_body) SELECT i, 'm' || i, 'tcp', '{}'"
                + " FROM generate_series(1, 3) i;"
                + " INSERT INTO uptime_standing SELECT i, 'fra-1', '" + NOON + "', '" + NOON + "', '" + NOON
                + "', 0, 'up' FROM generate_series(1, 3) i");
    }

    @Test
    void whatATransactionWroteThatWasNotOverYetIsReadWhenItIs() throws Exception {
        var before = states.glance().horizon();
        try (var slow = begun();
                var quick = begun()) {
            run(slow, "UPDATE uptime_standing SET code = 1, moved_by = pg_current_xact_id() WHERE monitor = 1");
            run(quick, "UPDATE uptime_standing SET code = 2, moved_by = pg_current_xact_id() WHERE monitor = 2");
            quick.commit();
            var meanwhile = states.glance().horizon();
            assertThat(moved(before)).containsOnly(Map.entry(2, 2));
            slow.commit();
            assertThat(moved(meanwhile)).containsEntry(1, 1);
            var after = states.glance().horizon();
            assertThat(moved(after)).isEmpty();
            assertThat(moved(0)).hasSize(3);
        }
    }

    @Test
    void fromLookToLookItIsTheSameAsIfAllWereRead() throws Exception {
        var random = new Random(4711);
        Map<Integer, Integer> kept = new HashMap<>(moved(0));
        var horizon = 0L;
        try (var one = begun();
                var other = begun()) {
            for (int i = 0; i < 50; i++) {
                var monitor = random.nextInt(2) + 1;
                run(
                        monitor == 1 ? one : other,
                        "UPDATE uptime_standing SET code = " + i + ", moved_by = pg_current_xact_id() WHERE monitor = "
                                + monitor);
                if (random.nextInt(3) == 0) {
                    (random.nextBoolean() ? one : other).commit();
                }
                var glance = states.glance();
                kept.putAll(moved(horizon));
                horizon = glance.horizon();
                assertThat(kept).as("after step %d", i).isEqualTo(moved(0));
            }
        }
    }

    @Test
    void whatIsWantedHasAnotherRevisionWhenItIsAnother() throws Exception {
        var before = states.glance().revision();
        postgres.execute("INSERT INTO datacenters (id, name) VALUES ('fra-1', 'Frankfurt')");
        var more = states.glance().revision();
        assertThat(more).isGreaterThan(before);
        postgres.execute("UPDATE schedules SET timeout_ms = timeout_ms + 1 WHERE name = '1m'");
        assertThat(states.glance().revision()).isGreaterThan(more);
        assertThat(states.watched()).extracting(Watched::datacenters).containsOnly(List.of("fra-1"));
    }

    @Test
    void whenSomebodyLookedLastIsKept() {
        assertThat(states.glance().seen()).isNull();
        states.looked(NOON, NOON.plusSeconds(1), NOON.plusSeconds(2));
        states.looked(NOON, NOON.plusSeconds(1), NOON.plusSeconds(3));

        var glance = states.glance();
        assertThat(List.of(glance.broken(), glance.since(), glance.seen()))
                .containsExactly(NOON, NOON.plusSeconds(1), NOON.plusSeconds(3));
    }

    @Test
    void oneThatIsDeletedMeanwhileBecomesNothing() throws Exception {
        var watched = states.watched().get(0);
        try (var deleting = begun()) {
            run(deleting, "DELETE FROM api_monitors WHERE id = " + watched.id());
            var became = CompletableFuture.supplyAsync(() -> states.become(watched, "up", "", NOON));
            postgres.awaitHeldUp("INSERT INTO uptime_state%");
            deleting.commit();
            assertThat(became.get()).isFalse();
        }
        assertThat(postgres.query("SELECT count(*) FROM uptime_event")).containsExactly("0");
    }

    @Test
    void thePlaceOfPushMonitorsIsNoDatacenter() {
        assertThatThrownBy(() -> postgres.execute("INSERT INTO datacenters (id, name) VALUES ('push', 'Push')"))
                .hasMessageContaining("datacenters_id_is_not_push");
    }

    /** Codes by monitor. */
    private Map<Integer, Integer> moved(long horizon) {
        var moved = new HashMap<Integer, Integer>();
        states.movedSince(horizon).forEach(standing -> moved.put(standing.monitor(), standing.code()));
        return moved;
    }

    private static Connection begun() throws SQLException {
        var connection = postgres.database().ownConnection();
        connection.setAutoCommit(false);
        return connection;
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
