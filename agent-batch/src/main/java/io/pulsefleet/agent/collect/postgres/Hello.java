package io.pulsefleet.agent.collect.postgres;

import java.sql.SQLException;
import java.time.Instant;

/**
 * What a server says of itself at the beginning of each visit.
 *
 * @param version the major one
 * @param fullVersion {@code 18.1}
 * @param seesAll whether our role may see what others do: {@code pg_read_all_stats}
 * @param user as whom we are there
 * @param now by its own clock
 */
record Hello(
        int version,
        String fullVersion,
        Instant startedAt,
        boolean inRecovery,
        boolean seesAll,
        long user,
        Instant now) {

    private static final String SQL = """
            SELECT current_setting('server_version_num')::int / 10000 AS version, current_setting('server_version') AS full_version,
                   pg_postmaster_start_time() AS started_at, pg_is_in_recovery() AS in_recovery,
                   pg_has_role('pg_read_all_stats', 'USAGE') AS sees_all,
                   (SELECT oid FROM pg_roles WHERE rolname = current_user) AS usesysid,
                   clock_timestamp() AS now""";

    static Hello from(Link link) throws SQLException {
        return link.ask(
                        SQL,
                        1,
                        row -> new Hello(
                                row.getInt("version"),
                                row.getString("full_version"),
                                Link.moment(row, "started_at").orElse(Instant.EPOCH),
                                row.getBoolean("in_recovery"),
                                row.getBoolean("sees_all"),
                                row.getLong("usesysid"),
                                Link.moment(row, "now").orElse(Instant.EPOCH)))
                .get(0);
    }
}
