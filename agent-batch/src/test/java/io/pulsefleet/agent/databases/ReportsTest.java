package io.pulsefleet.agent.databases;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefleet.agent.collect.jdbc.Claim;
import io.pulsefleet.wire.DatabaseAddress;
import io.pulsefleet.wire.PlannedDatabase;
import io.pulsefleet.wire.TakenDatabases.Taken;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What the hub is told of the databases that it delivers (PG-10). */
class ReportsTest {

    private static final UUID SHOP = UUID.randomUUID();

    @Test
    void whatEveryJobTakesIsWatched() {
        assertThat(taken(new Says(true, null), new Says(false, "own_settings")))
                .containsExactly(new Taken(SHOP, 7, "watched", ""));
    }

    @Test
    void whatOneRefusesIsNamedAndWhatOthersRefuseIsTold() {
        assertThat(taken(new Says(true, null), new Says(true, "own_settings"), new Says(true, "log_not_allowed")))
                .containsExactly(new Taken(SHOP, 7, "own_settings", "own_settings, do this; log_not_allowed, do this"));
    }

    private static List<Taken> taken(Claim... claims) {
        var address = new DatabaseAddress("postgresql", "db1", 5432, "shop", "u", null, "prefer");
        return Reports.taken(
                List.of(new PlannedDatabase(SHOP, 7, "shop", address, false, true, false, null)), List.of(claims));
    }

    private record Says(boolean wanted, String state) implements Claim {

        @Override
        public boolean isWanted(PlannedDatabase database) {
            return wanted;
        }

        @Override
        public Optional<Refusal> refusal(PlannedDatabase database) {
            return Optional.ofNullable(state).map(word -> new Refusal(word, word + ", do this"));
        }
    }
}
