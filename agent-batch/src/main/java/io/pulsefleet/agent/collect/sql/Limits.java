package io.pulsefleet.agent.collect.sql;

import io.pulsefleet.settings.Settings;
import java.time.Duration;

/** How long a database is given; it is never hurt. */
record Limits(Duration query, Duration lock, Duration connect) {

    static Limits from(Settings settings) {
        return new Limits(
                settings.get(QueriesConfig.TIMEOUT),
                settings.get(QueriesConfig.LOCK_TIMEOUT),
                settings.get(QueriesConfig.CONNECT_TIMEOUT));
    }

    /** When the database itself does not end a query in time, its connection ends. */
    Duration silence() {
        return query.plusSeconds(5);
    }
}
