package io.pulsefleet.hub.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pulsefleet.hub.HubArchive;
import io.pulsefleet.hub.intake.Outcome.Known;
import io.pulsefleet.hub.intake.Outcome.Taken;
import io.pulsefleet.hub.intake.Outcome.UnknownSets;
import io.pulsefleet.store.Database;
import io.pulsefleet.wire.Frame;
import io.pulsefleet.wire.JobRun;
import io.pulsefleet.wire.Metric;
import io.pulsefleet.wire.MetricSet;
import io.pulsefleet.wire.Position;
import io.pulsefleet.wire.Shipment;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.inject.Inject;
import jakarta.transaction.UserTransaction;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Inside Open Liberty: receipt, JPA and COPY are one transaction. */
@ArquillianTest
class WarehouseIT {

    private static final Instant AT = Instant.parse("2026-11-21T10:15:00.123456Z");

    @Deployment
    static WebArchive hub() {
        return HubArchive.packaged().addClass(HubArchive.class);
    }

    @Inject
    Warehouse warehouse;

    @Inject
    Database database;

    @Inject
    UserTransaction transaction;

    @Inject
    ManagedExecutorService executor;

    private final int agent = ThreadLocalRandom.current().nextInt(1_000_000, Integer.MAX_VALUE);
    private final MetricSet set = new MetricSet(
            "system",
            "host",
            List.of(
                    new Position("a", Metric.Kind.GAUGE, "1", Map.of("agent", Integer.toString(agent))),
                    new Position("b", Metric.Kind.COUNTER, "By", Map.of())));

    @BeforeEach
    void theSchemaIsThere() throws SQLException {
        while (count("SELECT count(to_regclass('lease'))") == 0) {
            Thread.onSpinWait(); // the hub makes it in the background
        }
    }

    @Test
    void keepsAShipmentOnce() throws Exception {
        assertThat(store("s-1", shipment(set, 2, Frame.MISSING))).isInstanceOf(Taken.class);
        assertThat(store("s-1", shipment(set, 2, Frame.MISSING))).isInstanceOf(Known.class);

        assertThat(count("SELECT count(*) FROM frame WHERE agent = " + agent)).isEqualTo(1);
        assertThat(count("SELECT count(*) FROM frame WHERE agent = " + agent
                        + " AND at = '2026-11-21T10:15:00.123456Z' AND values[1] = 2 AND values[2] IS NULL"))
                .isEqualTo(1);
        assertThat(count("SELECT count(*) FROM job_runs WHERE agent = " + agent
                        + " AND started_at = '2026-11-21T10:15:00.123456Z'"))
                .isEqualTo(1);
    }

    @Test
    void whatIsRolledBackLeavesNothing() throws Exception {
        transaction.begin();
        assertThat(store("s-1", shipment(set, 1, 2))).isInstanceOf(Taken.class);
        assertThat(count("SELECT count(*) FROM frame WHERE agent = " + agent)).isEqualTo(1);
        transaction.rollback();

        for (var table : List.of("frame", "receipt", "job_runs", "agent_sets")) {
            assertThat(count("SELECT count(*) FROM " + table + " WHERE agent = " + agent))
                    .as(table)
                    .isZero();
        }
        assertThat(store("s-1", withoutSets(shipment(set, 1, 2))))
                .as("the set was not remembered")
                .isEqualTo(new UnknownSets(List.of(set.hash())));
        assertThat(store("s-1", shipment(set, 1, 2))).isInstanceOf(Taken.class);
    }

    @Test
    void aFrameThatDoesNotFitItsSetIsRefusedWithAll() throws Exception {
        assertThatThrownBy(() -> store("s-1", shipment(set, 1, 2, 3))).hasMessageContaining("must have 2 values");

        assertThat(count("SELECT count(*) FROM receipt WHERE agent = " + agent)).isZero();
    }

    @Test
    void asksForSetsThatNobodyHasDefined() {
        assertThat(store("s-1", withoutSets(shipment(set, 1, 2)))).isEqualTo(new UnknownSets(List.of(set.hash())));
        assertThat(store("s-1", shipment(set, 1, 2))).isInstanceOf(Taken.class);
        assertThat(store("s-2", withoutSets(shipment(set, 1, 2)))).isInstanceOf(Taken.class);
    }

    @Test
    void ofManyAtOnceExactlyOneIsTaken() throws Exception {
        List<Callable<Outcome>> all = new ArrayList<>();
        for (var i = 0; i < 8; i++) {
            all.add(() -> store("s-1", shipment(set, 1, 2)));
        }
        var outcomes = new ArrayList<String>();
        for (var outcome : executor.invokeAll(all)) {
            outcomes.add(outcome.get().getClass().getSimpleName());
        }

        assertThat(outcomes).containsOnlyOnce("Taken").hasSize(8).containsOnly("Taken", "Known");
        assertThat(count("SELECT count(*) FROM frame WHERE agent = " + agent)).isEqualTo(1);
    }

    @Test
    void manyParcelsShareATransaction() throws Exception {
        var outcomes = warehouse.store(List.of(
                new Parcel(agent, "s-1", shipment(set, 1, 2)),
                new Parcel(agent, "s-2", withoutSets(shipment(set, 3, 4))),
                new Parcel(agent, "s-1", shipment(set, 1, 2))));

        assertThat(outcomes).containsExactly(new Taken(), new Taken(), new Known());
        assertThat(count("SELECT count(*) FROM frame WHERE agent = " + agent)).isEqualTo(2);
    }

    private Outcome store(String segment, Shipment shipment) {
        return warehouse.store(List.of(new Parcel(agent, segment, shipment))).get(0);
    }

    private static Shipment shipment(MetricSet set, double... values) {
        var run = new JobRun("system", "b-1", 1, "STARTED", AT, null, 1, 2, 0, 0, "", AT);
        return new Shipment(
                List.of(set), List.of(new Frame(set.hash(), AT, values)), List.of(), List.of(), List.of(run));
    }

    private static Shipment withoutSets(Shipment shipment) {
        return shipment.with(List.of());
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
