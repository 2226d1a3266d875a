package io.pulsefleet.agent.collect.postgres;

import io.pulsefleet.agent.collect.jdbc.Target;
import java.util.regex.Pattern;

/** What the role that watches needs, and no more (PG-15): SQL that a superuser runs in psql as it is. */
final class Grants {

    private static final Pattern PLAIN = Pattern.compile("[a-z_][a-z0-9_]*");

    private Grants() {}

    /** @param version the server's major one */
    static String of(Target target, int version) {
        var role = quoted(target.user());
        return """
                -- For PostgreSQL %1$d, database %2$s: as a superuser, in that database.

                -- The role, where it is not there yet; \\password %3$s in psql sets its password.
                DO $$ BEGIN CREATE ROLE %3$s LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$;
                GRANT CONNECT ON DATABASE %2$s TO %3$s;

                -- What others do, their statements, all sizes. This is all that is needed.
                GRANT pg_read_all_stats TO %3$s;

                -- What statements cost. It must stand in shared_preload_libraries, which takes a restart.
                CREATE EXTENSION IF NOT EXISTS pg_stat_statements;

                -- If you like, no more than to see in which file a setting stands:
                -- GRANT pg_read_all_settings TO %3$s;
                %4$s""".formatted(version, quoted(target.database()), role, bloat(version, role));
    }

    /** Statistics of columns are shown to those only who may read the columns. */
    private static String bloat(int version, String role) {
        return version >= 14
                ? "-- If you like, for estimates of bloat; it may then read all tables:\n-- GRANT pg_read_all_data TO "
                        + role + ";\n"
                : "-- If you like, for estimates of bloat; it may then read these tables:\n-- GRANT SELECT ON ALL TABLES IN SCHEMA public TO "
                        + role + ";\n";
    }

    /** A name as SQL takes it. */
    static String quoted(String name) {
        return PLAIN.matcher(name).matches() ? name : '"' + name.replace("\"", "\"\"") + '"';
    }
}
