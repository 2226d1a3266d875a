package io.pulsefleet.agent.collect.postgres;

import io.pulsefleet.settings.Settings;
import java.time.Duration;

/** What keeps a server from being hurt by being watched (PG-07). */
record Guards(Duration statement, Duration lock, Duration connect) {

    /** A connection that nobody uses any more, because the agent's host vanished say, is ended by the server itself. */
    private static final Duration IDLE = Duration.ofMinutes(15);

    static Guards from(Settings settings) {
        return new Guards(
                settings.get(PostgresConfig.STATEMENT_TIMEOUT),
                settings.get(PostgresConfig.LOCK_TIMEOUT),
                settings.get(PostgresConfig.CONNECT_TIMEOUT));
    }

    /** When the server itself does not end a question in time, its connection ends. */
    Duration silence() {
        return statement.plusSeconds(3);
    }

    /**
     * What a session begins with. Names are looked up in the catalog alone, so that nobody's own function is called in the
     * place of one of PostgreSQL's.
     */
    String asSql(int version) {
        var sql = """
                SET default_transaction_read_only = on;
                SET statement_timeout = %d;
                SET lock_timeout = %d;
                SET idle_in_transaction_session_timeout = %d;
                SET TimeZone = 'UTC';
                SET jit = off;
                SET max_parallel_workers_per_gather = 0;
                SET search_path = pg_catalog""".formatted(statement.toMillis(), lock.toMillis(), IDLE.toMillis());
        return version >= 14 ? sql + ";\nSET idle_session_timeout = " + IDLE.toMillis() : sql;
    }
}
