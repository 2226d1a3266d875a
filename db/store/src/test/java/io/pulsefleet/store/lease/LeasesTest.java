package io.pulsefleet.store.lease;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefleet.store.OwnPostgres;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class LeasesTest {

    private static final Duration HOUR = Duration.ofHours(1);

    @RegisterExtension
    static final OwnPostgres postgres = new OwnPostgres();

    private Leases leases;

    @BeforeEach
    void nobodyHoldsOne() throws Exception {
        postgres.execute("TRUNCATE lease");
        leases = new Leases(postgres.database());
    }

    @Test
    void isOnesUntilItIsReleased() {
        assertThat(leases.take("packing", "one", HOUR)).hasValue(1);
        assertThat(leases.take("packing", "other", HOUR)).isEmpty();
        assertThat(leases.take("packing", "one", HOUR)).as("not twice").isEmpty();
        assertThat(leases.take("rolling", "other", HOUR)).as("another one").hasValue(1);
        assertThat(leases.extend("packing", 1, HOUR)).isTrue();

        leases.release("packing", 1);

        assertThat(leases.take("packing", "other", HOUR)).hasValue(2);
    }

    @Test
    void whoIsLateLearnsThatItIsLost() throws Exception {
        var late = leases.take("packing", "one", HOUR).getAsLong();
        postgres.execute("UPDATE lease SET until_at = clock_timestamp()"); // its hour is over

        assertThat(leases.extend("packing", late, HOUR))
                .as("over, though nobody else has it")
                .isFalse();
        var fence = leases.take("packing", "other", HOUR).getAsLong();

        assertThat(fence).isEqualTo(late + 1);
        assertThat(leases.extend("packing", late, HOUR)).isFalse();
        leases.release("packing", late);
        assertThat(leases.extend("packing", fence, HOUR))
                .as("still the other's")
                .isTrue();
        assertThat(postgres.query("SELECT holder FROM lease")).containsExactly("other");
    }

    @Test
    void isGivenToOneOfManyWhoAskAtOnce() throws Exception {
        var many = Executors.newFixedThreadPool(4);
        List<Callable<OptionalLong>> asking = new ArrayList<>();
        for (var i = 0; i < 16; i++) {
            var holder = "holder-" + i;
            asking.add(() -> leases.take("packing", holder, HOUR));
        }
        var fences = new ArrayList<OptionalLong>();
        for (var answer : many.invokeAll(asking)) {
            fences.add(answer.get());
        }
        many.shutdown();

        assertThat(fences)
                .containsOnlyOnce(OptionalLong.of(1))
                .filteredOn(OptionalLong::isPresent)
                .hasSize(1);
    }
}
