package io.pulsefleet.store.postgres;

import io.pulsefleet.store.postgres.Locks.Lock;
import io.pulsefleet.store.postgres.LogEntries.Entry;
import io.pulsefleet.store.postgres.Sessions.Session;
import io.pulsefleet.store.series.Snapshot;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** All that bears one correlation id, wherever it was seen. */
@ApplicationScoped
public class Correlated {

    private Snapshot snapshot;

    public Correlated() {}

    @Inject
    public Correlated(Snapshot snapshot) {
        this.snapshot = snapshot;
    }

    /**
     * The same session, as long as it did the same.
     *
     * @param last as it was seen the last time
     */
    public record Seen(Instant firstAt, long samples, Session last) {}

    /** One wait in which one of the two bears the id. */
    public record Waited(Instant firstAt, long samples, Lock last) {}

    /** In the order of time, the oldest first. */
    public List<Seen> sessions(String id, Instant from, Instant to, int limit, Duration longest) {
        var same = "agent, target, pid, backend_start, query_start, state, query";
        return ask("pg_session", Sessions.COLUMNS, same, "correlation_id = ?", List.of(id), from, to, limit)
                .in(snapshot, longest, row -> new Seen(row.moment("first_at"), row.big("samples"), Sessions.read(row)));
    }

    /** In the order of time, the oldest first. */
    public List<Waited> locks(String id, Instant from, Instant to, int limit, Duration longest) {
        var same = "agent, target, blocked_pid, blocking_pid, waitstart, locktype, mode, relation";
        var which = "(blocked_correlation_id = ? OR blocking_correlation_id = ?)";
        return ask("pg_lock", Locks.COLUMNS, same, which, List.of(id, id), from, to, limit)
                .in(snapshot, longest, row -> new Waited(row.moment("first_at"), row.big("samples"), Locks.read(row)));
    }

    private static Ask ask(
            String table,
            String columns,
            String same,
            String which,
            List<String> ids,
            Instant from,
            Instant to,
            int limit) {
        return new Ask("SELECT * FROM (SELECT DISTINCT ON (" + same + ") " + columns
                        + ", min(at) OVER w AS first_at, count(*) OVER w AS samples FROM " + table + " WHERE " + which)
                .with(ids.toArray())
                .and(" AND at >= ? AND at < ? AND received_at >= ?", from, to, Ask.arrivalOf(from))
                .and(" WINDOW w AS (PARTITION BY " + same + ") ORDER BY " + same
                        + ", at DESC) seen ORDER BY first_at, agent, target LIMIT ?")
                .with(limit);
    }

    /** In the order of time, the oldest first. */
    public List<Entry> entries(String id, Instant from, Instant to, int limit, Duration longest) {
        return new Ask("SELECT " + LogEntries.COLUMNS + " FROM pg_log_entry WHERE correlation_id = ?")
                .with(id)
                .and(" AND at >= ? AND at < ? AND received_at >= ?", from, to, Ask.arrivalOf(from))
                .and(" ORDER BY at, agent, target LIMIT ?", limit)
                .in(snapshot, longest, LogEntries::read);
    }
}
