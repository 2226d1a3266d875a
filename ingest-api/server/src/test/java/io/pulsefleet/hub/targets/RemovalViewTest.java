package io.pulsefleet.hub.targets;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RemovalViewTest {

    @Test
    void eachThingThatWouldStopIsNamed() {
        var removal = RemovalView.of(target("set", true, true, "/var/log/postgresql/*.json", "watched"));

        assertThat(removal.stops())
                .containsExactly(
                        "pg-stat: sessions, locks, statements and tables of db.example.net:5432 are read no more",
                        "queries: the agent's own queries are asked of the database shop no more",
                        "pg-log: /var/log/postgresql/*.json is read no more",
                        "the agent closes its connections within half a minute",
                        "its stored password is deleted");
        assertThat(removal.stays()).containsExactly("what was told of it stays as long as the retention policies say");
    }

    @Test
    void whereTheAgentsOwnSettingsWinItGoesOn() {
        var removal = RemovalView.of(target("none", true, false, null, "own_settings"));

        assertThat(removal.stops()).isEmpty();
        assertThat(removal.stays())
                .containsExactly(
                        "the agent watches it by its own settings, and goes on",
                        "what was told of it stays as long as the retention policies say");
    }

    private static TargetView target(
            String password, boolean statistics, boolean queries, String logFiles, String state) {
        return new TargetView(
                new UUID(0, 1),
                new UUID(0, 2),
                "shop",
                "postgresql",
                "db.example.net",
                5432,
                "shop",
                "pulse",
                password,
                "prefer",
                statistics,
                queries,
                logFiles,
                state,
                null,
                Instant.EPOCH,
                "admin");
    }
}
