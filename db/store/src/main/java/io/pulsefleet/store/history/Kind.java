package io.pulsefleet.store.history;

import java.util.Optional;
import java.util.stream.Stream;

/** What is kept for how long. */
public enum Kind {
    RAW("raw", "pack", "from_at", Levels.RAW, 2),
    MINUTE("1m", "pack", "from_at", Levels.MINUTE, 0),
    TEN_MINUTES("10m", "pack", "from_at", Levels.TEN_MINUTES, 2),
    HOUR("1h", "rollup", "from_at", Levels.HOUR, 2),
    DAY("1d", "rollup", "from_at", Levels.DAY, 2),
    LOG("log", "log_line", "received_at", null, 1),
    DOCUMENT("document", "document", "received_at", null, 1),
    PG_SAMPLE("pg-sample", "pg_sample", "received_at", null, 1),
    PG_SESSION("pg-session", "pg_session", "received_at", null, 1),
    PG_STATEMENT("pg-statement", "pg_statement", "received_at", null, 1),
    PG_TEXT("pg-text", "pg_statement_text", "seen_at", null, 30),
    PG_LOCK("pg-lock", "pg_lock", "received_at", null, 1),
    PG_LOG("pg-log", "pg_log_entry", "received_at", null, 1),
    HOST_EVENT("host-event", "host_event", "received_at", null, 1),
    UPTIME("uptime", "api_heartbeats", "slot_at", null, 2),
    UPTIME_STALE("uptime-stale", "api_heartbeats_stale", "slot_at", null, 1),
    UPTIME_HOUR("uptime-1h", "uptime_hour", "from_at", null, 2),
    UPTIME_DAY("uptime-1d", "uptime_day", "from_at", null, 2),
    HEARTBEAT("heartbeat", "heartbeats", "at", null, 1),
    RUN("run", "job_runs", "updated_at", null, 1),
    /** A segment that is sent once more after its receipt is gone is stored twice: longer than any spool. */
    RECEIPT("receipt", "receipt", "taken_at", null, 30);

    private final String text;
    private final String table;
    private final String key;
    private final Integer level;
    private final int leastDays;

    Kind(String text, String table, String key, Integer level, int leastDays) {
        this.text = text;
        this.table = table;
        this.key = key;
        this.level = level;
        this.leastDays = leastDays;
    }

    public static Optional<Kind> of(String text) {
        return Stream.of(values()).filter(kind -> kind.text.equals(text)).findFirst();
    }

    /** The least that a policy may say. */
    public int leastDays() {
        return leastDays;
    }

    String table() {
        return table;
    }

    String key() {
        return key;
    }

    /** Null: the table holds one kind. */
    Integer level() {
        return level;
    }

    boolean isPartitioned() {
        return this != RUN && this != RECEIPT && this != PG_TEXT;
    }

    /** Whether it is one agent's, so that groups of agents may say something of their own. */
    public boolean isOfAgents() {
        return !(this == UPTIME || this == UPTIME_STALE || this == UPTIME_HOUR || this == UPTIME_DAY);
    }

    /** As in policies. */
    @Override
    public String toString() {
        return text;
    }
}
