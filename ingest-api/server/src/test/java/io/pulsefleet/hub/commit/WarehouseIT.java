package io.pulsefleet.hub.commit;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefleet.hub.HubArchive;
import io.pulsefleet.hub.commit.Outcome.Away;
import io.pulsefleet.hub.commit.Outcome.Broken;
import io.pulsefleet.hub.commit.Outcome.Known;
import io.pulsefleet.hub.commit.Outcome.Taken;
import io.pulsefleet.hub.ready.Doubts;
import io.pulsefleet.store.Database;
import io.pulsefleet.store.fleet.Rhythm;
import io.pulsefleet.store.fleet.Run;
import io.pulsefleet.store.fleet.RunId;
import io.pulsefleet.store.logs.LogLines.NewLine;
import io.pulsefleet.store.metrics.Frames.NewFrame;
import io.pulsefleet.store.metrics.MetricSets;
import io.pulsefleet.store.metrics.StoredSet;
import io.pulsefleet.wire.Frame;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.inject.Inject;
import jakarta.transaction.UserTransaction;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Inside Open Liberty: receipt, JPA and COPY are one transaction. */
@ArquillianTest
class WarehouseIT {

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Instant AT = Instant.parse("2026-11-21T10:15:00.123456Z");

    @Deployment
    static WebArchive hub() {
        return HubArchive.packaged().addClass(HubArchive.class);
    }

    @Inject
    Warehouse warehouse;

    @Inject
    Groups groups;

    @Inject
    Doubts doubts;

    @Inject
    MetricSets sets;

    @Inject
    Database database;

    @Inject
    UserTransaction transaction;

    @Inject
    ManagedExecutorService executor;

    private final int agent = ThreadLocalRandom.current().nextInt(1_000_000, Integer.MAX_VALUE - 100);
    private int set;

    @BeforeEach
    void theSchemaIsThere() throws SQLException {
        while (count("SELECT count(to_regclass('lease'))") == 0) {
            Thread.onSpinWait(); // the hub makes it in the background
        }
        var hash = "%032x".formatted(agent);
        sets.add(List.of(new StoredSet(0, hash, "system", "host", "[{\"metric\":\"a\"},{\"metric\":\"b\"}]")));
        set = sets.find(List.of(hash)).get(0).id();
    }

    @Test
    void keepsASegmentOnceAndCountsItsReadings() throws Exception {
        assertThat(store(segment(agent, "s-1", 2, Frame.MISSING))).containsExactly(new Taken());
        assertThat(store(segment(agent, "s-1", 2, Frame.MISSING))).containsExactly(new Known());
        assertThat(store(segment(agent, "s-2", 1, 2))).containsExactly(new Taken());

        assertThat(count("SELECT count(*) FROM frame WHERE agent = " + agent)).isEqualTo(2);
        assertThat(count("SELECT count(*) FROM frame WHERE agent = " + agent
                        + " AND at = '2026-11-21T10:15:00.123456Z' AND values[1] = 2 AND values[2] IS NULL"))
                .isEqualTo(1);
        assertThat(count("SELECT count(*) FROM job_runs WHERE agent = " + agent
                        + " AND started_at = '2026-11-21T10:15:00.123456Z'"))
                .isEqualTo(1);
        assertThat(count("SELECT count(*) FROM receipt WHERE stem = 's' AND segments = 2 AND readings = 3 AND agent = "
                        + agent))
                .isEqualTo(1);
    }

    @Test
    void whatIsRolledBackLeavesNothing() throws Exception {
        transaction.begin();
        assertThat(store(segment(agent, "s-1", 1, 2))).containsExactly(new Taken());
        assertThat(count("SELECT count(*) FROM frame WHERE agent = " + agent)).isEqualTo(1);
        transaction.rollback();

        for (var table : List.of("frame", "receipt", "job_runs", "agent_sets")) {
            assertThat(count("SELECT count(*) FROM " + table + " WHERE agent = " + agent))
                    .as(table)
                    .isZero();
        }
        assertThat(store(segment(agent, "s-1", 1, 2))).containsExactly(new Taken());
        assertThat(count("SELECT count(*) FROM agent_sets WHERE agent = " + agent))
                .isEqualTo(1);
    }

    @Test
    void ofEqualOnesInAGroupTheFirstIsTaken() throws Exception {
        store(segment(agent, "s-2", 1, 2));

        assertThat(store(
                        segment(agent, "s-1", 1, 2),
                        segment(agent, "s-2", 1, 2),
                        segment(agent, "s-1", 1, 2),
                        segment(agent, "s-3", 1, 2),
                        Parcel.ofReadings(agent, 0)))
                .containsExactly(new Taken(), new Known(), new Known(), new Taken(), new Taken());
        assertThat(count("SELECT count(*) FROM frame WHERE agent = " + agent)).isEqualTo(3);
    }

    @Test
    void ofManyAtOnceExactlyOneIsTaken() throws Exception {
        List<Callable<Outcome>> all = new ArrayList<>();
        for (var i = 0; i < 8; i++) {
            all.add(() -> store(segment(agent, "s-1", 1, 2)).get(0));
        }
        var outcomes = new ArrayList<String>();
        for (var outcome : executor.invokeAll(all)) {
            outcomes.add(outcome.get().getClass().getSimpleName());
        }

        assertThat(outcomes).containsOnlyOnce("Taken").hasSize(8).containsOnly("Taken", "Known");
        assertThat(count("SELECT count(*) FROM frame WHERE agent = " + agent)).isEqualTo(1);
    }

    /** As two hubs on one database: the same agents, in crossing orders. */
    @Test
    void twoWritersWithCrossingAgentsDoNotWaitForEachOtherForEver() throws Exception {
        List<Callable<List<Outcome>>> all = new ArrayList<>();
        for (var writer = 0; writer < 2; writer++) {
            for (var round = 0; round < 20; round++) {
                var name = "w" + writer + "-" + round;
                var parcels = new ArrayList<Parcel>();
                for (var i = 0; i < 20; i++) {
                    parcels.add(segment(agent + (writer == 0 ? i : 19 - i), name, 1, 2));
                }
                all.add(() -> warehouse.store(parcels, PATIENCE));
            }
        }
        for (var outcomes : executor.invokeAll(all)) {
            assertThat(outcomes.get()).hasSize(20).containsOnly(new Taken());
        }

        assertThat(count(
                        "SELECT sum(segments) FROM receipt WHERE agent BETWEEN %d AND %d".formatted(agent, agent + 19)))
                .isEqualTo(800);
    }

    @Test
    void oneThatIsBrokenDoesNotFailItsNeighbours() throws Exception {
        var waiting = new ArrayList<CompletionStage<Outcome>>();
        for (var i = 0; i < 11; i++) {
            waiting.add(groups.offer(i == 4 ? broken(agent + i) : segment(agent + i, "s-1", 1, 2)));
        }
        var outcomes = new ArrayList<Outcome>();
        for (var outcome : waiting) {
            outcomes.add(outcome.toCompletableFuture().get());
        }

        assertThat(outcomes.get(4)).isInstanceOf(Broken.class);
        outcomes.remove(4);
        assertThat(outcomes).hasSize(10).containsOnly(new Taken());
        assertThat(count("SELECT count(*) FROM frame WHERE agent BETWEEN %d AND %d".formatted(agent, agent + 10)))
                .isEqualTo(10);
    }

    @Test
    void whatWeWroteWronglyIsNotTheSendersFault() throws Exception {
        var outcome =
                groups.offer(withAttributes(agent, "{")).toCompletableFuture().get();

        assertThat(outcome).isEqualTo(new Away("The database does not take it, and not for anything that was sent."));
    }

    @Test
    @Timeout(60)
    void aLockHoldsUpTheOneItConcernsAndNotItsNeighbours() throws Exception {
        while (!doubts.areNone()) { // the hub that was deployed just now prepares itself
            Thread.onSpinWait();
        }
        store(segment(agent + 5, "s-1", 1, 2));
        transaction.begin();
        store(segment(agent + 5, "s-2", 1, 2)); // holds the receipt's row
        var waiting = new ArrayList<CompletionStage<Outcome>>();
        for (var i = 0; i < 11; i++) {
            waiting.add(groups.offer(segment(agent + i, "s-3", 1, 2)));
        }
        var outcomes = new ArrayList<Outcome>();
        for (var outcome : waiting) {
            outcomes.add(outcome.toCompletableFuture().get());
        }
        transaction.commit();

        assertThat(outcomes.remove(5))
                .isEqualTo(new Away("The database waits for a lock; nothing of this request was kept."));
        assertThat(outcomes).hasSize(10).containsOnly(new Taken());
        assertThat(doubts.areNone()).as("nothing is forgotten for a lock").isTrue();
    }

    @Test
    void aLockThatIsHeldTooLongIsAnsweredAndNothingIsKept() throws Exception {
        store(segment(agent, "s-1", 1, 2));
        transaction.begin();
        store(segment(agent, "s-2", 1, 2)); // holds the receipt's row
        var outcome =
                groups.offer(segment(agent, "s-3", 1, 2)).toCompletableFuture().get();
        transaction.commit();

        assertThat(outcome).isInstanceOf(Away.class);
        assertThat(count("SELECT segments FROM receipt WHERE agent = " + agent)).isEqualTo(2);
        assertThat(groups.offer(segment(agent, "s-3", 1, 2))
                        .toCompletableFuture()
                        .get())
                .isEqualTo(new Taken());
    }

    @Test
    void theNewestFrameOfEachSetComesToLatest() throws Exception {
        var now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        var parcel = Parcel.ofSegment(agent, "s-1", 0);
        parcel.add(new NewFrame(now, agent, set, new double[] {3, Frame.MISSING}));
        parcel.add(new NewFrame(now.minusSeconds(10), agent, set, new double[] {1, 2}));
        groups.offer(parcel).toCompletableFuture().get();

        while (count("SELECT count(*) FROM latest WHERE agent = " + agent) == 0) {
            Thread.onSpinWait();
        }
        assertThat(count("SELECT count(*) FROM latest WHERE values = '{3,NULL}' AND agent = " + agent))
                .isEqualTo(1);
    }

    private List<Outcome> store(Parcel... parcels) {
        return warehouse.store(List.of(parcels), PATIENCE);
    }

    private Parcel segment(int of, String segment, double... values) {
        var run = new Run(
                new RunId(of, "b-1", 1),
                "system",
                "STARTED",
                AT,
                null,
                1,
                2,
                0,
                0,
                "",
                AT,
                null,
                null,
                Rhythm.NONE,
                null);
        var parcel = Parcel.ofSegment(of, segment, 0);
        parcel.add(new NewFrame(AT, of, set, values));
        parcel.add(List.of(run));
        return parcel;
    }

    /** A NUL in JSON is found by PostgreSQL only. */
    private static Parcel broken(int of) {
        return withAttributes(of, "{\"a\":\"\\u0000\"}");
    }

    private static Parcel withAttributes(int of, String json) {
        var parcel = Parcel.ofSegment(of, "s-1", 0);
        parcel.add(new NewLine(AT, of, "s", "", "t", json.getBytes(StandardCharsets.UTF_8)));
        return parcel;
    }

    private long count(String sql) throws SQLException {
        try (var connection = database.connection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
