package io.pulsefleet.agent.collect.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefleet.agent.collect.jdbc.Target;
import io.pulsefleet.settings.Settings;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GrantsTest {

    @Test
    void areExactlyWhatIsNeeded() { // PG-15
        assertThat(Grants.of(target("watcher", "shop"), 17)).isEqualTo("""
                -- For PostgreSQL 17, database shop: as a superuser, in that database.

                -- The role, where it is not there yet; \\password watcher in psql sets its password.
                DO $$ BEGIN CREATE ROLE watcher LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$;
                GRANT CONNECT ON DATABASE shop TO watcher;

                -- What others do, their statements, all sizes. This is all that is needed.
                GRANT pg_read_all_stats TO watcher;

                -- What statements cost. It must stand in shared_preload_libraries, which takes a restart.
                CREATE EXTENSION IF NOT EXISTS pg_stat_statements;

                -- If you like, no more than to see in which file a setting stands:
                -- GRANT pg_read_all_settings TO watcher;
                -- If you like, for estimates of bloat; it may then read all tables:
                -- GRANT pg_read_all_data TO watcher;
                """);
    }

    @Test
    void anOlderServerHasNoRoleThatReadsAll() {
        assertThat(Grants.of(target("watcher", "shop"), 13))
                .endsWith("-- GRANT SELECT ON ALL TABLES IN SCHEMA public TO watcher;\n")
                .doesNotContain("pg_read_all_data");
    }

    @Test
    void namesAreQuotedWhereTheyMust() {
        assertThat(Grants.of(target("Who\"ever", "my-shop"), 18))
                .contains("GRANT CONNECT ON DATABASE \"my-shop\" TO \"Who\"\"ever\";");
    }

    private static Target target(String user, String database) {
        var given = Map.of(
                "pulse.postgres.targets", "main", "pulse.postgres.db.user", user, "pulse.postgres.db.name", database);
        return PostgresConfig.targets(new Settings(name -> Optional.ofNullable(given.get(name))))
                .get(0);
    }
}
