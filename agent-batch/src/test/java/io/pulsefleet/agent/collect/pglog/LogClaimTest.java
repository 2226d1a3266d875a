package io.pulsefleet.agent.collect.pglog;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefleet.agent.collect.jdbc.Claim.Refusal;
import io.pulsefleet.settings.Settings;
import io.pulsefleet.wire.DatabaseAddress;
import io.pulsefleet.wire.PlannedDatabase;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The hub may have logs read, and no other files (PG-03, PG-10). */
class LogClaimTest {

    private final Map<String, String> given = new HashMap<>();

    @ParameterizedTest
    @CsvSource({
        "/var/log/postgresql/*.log,",
        "/var/lib/pgsql/17/data/log/*.csv,",
        "/etc/shadow, log_not_allowed",
        "/var/log/*.log, log_not_allowed",
        "/var/log/postgresql/../auth.log, log_not_allowed",
        "/var/log/postgresqlx/a.log, log_not_allowed",
        "/var/log/postgresql/*/a.log, log_unreadable",
        "/, log_unreadable",
    })
    void onlyInTheFoldersThatTheAgentsSettingsName(String files, String state) {
        assertThat(claim().refusal(logged("shop", files)).map(Refusal::state)).isEqualTo(Optional.ofNullable(state));
    }

    @Test
    void theAgentsOwnSettingsSayWhere() {
        given.put("pulse.pg-log.hub.folders", "/srv/logs, /data");
        assertThat(claim().takes(logged("shop", "/data/pg.log"))).isTrue();
        assertThat(claim().takes(logged("shop", "/var/log/postgresql/pg.log"))).isFalse();

        given.put("pulse.pg-log.hub.folders", "none");
        assertThat(claim().takes(logged("shop", "/data/pg.log"))).isFalse();
    }

    @Test
    void oneOfTheSameNameInTheAgentsOwnSettingsWins() {
        assertThat(claim().takes(logged("main", "/var/log/postgresql/pg.log")))
                .as("main has no files of its own")
                .isTrue();
        given.put("pulse.pg-log.files", "/tmp/*.log");

        assertThat(claim().refusal(logged("main", "/var/log/postgresql/pg.log")))
                .contains(new Refusal(
                        "own_settings",
                        "the agent's own settings have a database 'main' for the job pg-log, and they win: give this one"
                                + " another name, or take that one out of PULSE_PG_LOG_TARGETS there"));
        assertThat(claim().isWanted(logged("main", null))).isFalse();
    }

    private LogClaim claim() {
        return new LogClaim(new Settings(name -> Optional.ofNullable(given.get(name))));
    }

    private static PlannedDatabase logged(String name, String files) {
        var address = new DatabaseAddress("postgresql", "db1", 5432, "shop", "u", null, "prefer");
        return new PlannedDatabase(UUID.randomUUID(), 1, name, address, false, true, false, files);
    }
}
