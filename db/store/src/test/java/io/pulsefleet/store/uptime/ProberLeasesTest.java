package io.pulsefleet.store.uptime;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefleet.store.OwnPostgres;
import io.pulsefleet.store.uptime.ProberLeases.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Who probes for a datacenter, and that it is one (UO-06). */
class ProberLeasesTest {

    private static final String FRA = "fra-1";

    @RegisterExtension
    static final OwnPostgres postgres = new OwnPostgres();

    private final ProberLeases leases = new ProberLeases(postgres.database());

    @BeforeEach
    void twoDatacenters() throws Exception {
        postgres.execute("TRUNCATE datacenters, uptime_lease, uptime_grant CASCADE;"
                + " INSERT INTO datacenters (id, name) VALUES ('fra-1', 'Frankfurt'), ('ber-1', 'Berlin')");
    }

    @Test
    void oneHoldsItAndExtendsItUnderItsNumberAndEachDatacenterIsSeparate() throws Exception {
        assertThat(leases.ask(1, FRA, 0).number()).isEqualTo(1);
        assertThat(leases.ask(2, FRA, 0).isHeld()).isFalse();
        assertThat(leases.ask(1, FRA, 1).number()).isEqualTo(1);
        assertThat(leases.ask(2, "ber-1", 0).number()).isEqualTo(1);
        assertThat(grants()).containsExactly("ber-1 1 2", "fra-1 1 1");
    }

    @Test
    void whatItTookWhenItBeganAnewHasALargerNumber() throws Exception {
        leases.ask(1, FRA, 0);

        assertThat(leases.ask(1, FRA, 0).number()).isEqualTo(2);
        assertThat(leases.ask(1, FRA, 1).number())
                .as("of whoever held it before")
                .isEqualTo(3);
        assertThat(grants()).containsExactly("fra-1 1 1", "fra-1 2 1", "fra-1 3 1");
    }

    @Test
    void anotherTakesItWhenItsTimeIsOver() throws Exception {
        leases.ask(1, FRA, 0);
        postgres.execute("UPDATE uptime_lease SET until_at = clock_timestamp()");

        assertThat(leases.ask(2, FRA, 0).number()).isEqualTo(2);
        assertThat(leases.ask(1, FRA, 1).isHeld()).isFalse();
    }

    @Test
    void oneThatWasLateTakesItAnewUnderALargerNumber() throws Exception {
        leases.ask(1, FRA, 0);
        postgres.execute("UPDATE uptime_lease SET until_at = clock_timestamp()");

        assertThat(leases.ask(1, FRA, 1).number()).isEqualTo(2);
    }

    @Test
    void whatIsReleasedIsFreeAtOnceAndOnlyItsHolderReleasesIt() {
        leases.ask(1, FRA, 0);

        leases.release(2, FRA, 1);
        leases.release(1, FRA, 7);
        assertThat(leases.ask(2, FRA, 0).isHeld()).isFalse();
        leases.release(1, FRA, 1);
        assertThat(leases.ask(2, FRA, 0).number()).isEqualTo(2);
    }

    @Test
    void numbersGoOnWhenTheLeaseIsGone() throws Exception {
        leases.ask(1, FRA, 0);
        leases.ask(1, FRA, 0);
        postgres.execute("TRUNCATE uptime_lease");

        assertThat(leases.ask(2, FRA, 0).number()).isEqualTo(3);
    }

    @Test
    void oneThatTheHubDoesNotKnowIsNobodys() throws Exception {
        var answer = leases.ask(1, "nowhere", 0);

        assertThat(answer.isKnown()).isFalse();
        assertThat(answer.isHeld()).isFalse();
        assertThat(grants()).isEmpty();
    }

    @Test
    void ofManyThatAskAtOnceOneIsToldThatItHoldsItAndNumbersOnlyGrow() throws Exception {
        var agents = 8;
        var rounds = 25;
        var pool = Executors.newFixedThreadPool(agents);
        try {
            var last = 0L;
            for (int round = 0; round < rounds; round++) {
                var barrier = new CyclicBarrier(agents);
                var asking = new ArrayList<Callable<Answer>>();
                for (int agent = 1; agent <= agents; agent++) {
                    var me = agent;
                    asking.add(() -> {
                        barrier.await();
                        return leases.ask(me, FRA, 0);
                    });
                }
                var held = new ArrayList<Long>();
                for (var future : pool.invokeAll(asking)) {
                    if (future.get().isHeld()) {
                        held.add(future.get().number());
                    }
                }
                assertThat(held).hasSize(1).allMatch(greaterThan(last));
                last = held.get(0);
                postgres.execute("UPDATE uptime_lease SET until_at = clock_timestamp()");
            }
        } finally {
            pool.shutdownNow();
        }
        assertThat(grants()).hasSize(rounds);
    }

    private static java.util.function.Predicate<Long> greaterThan(long last) {
        return number -> number > last;
    }

    private static List<String> grants() throws Exception {
        return postgres.query("SELECT concat_ws(' ', datacenter, number, agent) FROM uptime_grant ORDER BY 1");
    }
}
