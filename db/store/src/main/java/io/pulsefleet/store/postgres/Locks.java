package io.pulsefleet.store.postgres;

import io.pulsefleet.store.Rows;
import io.pulsefleet.store.series.Snapshot;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Who waited for whom, each time it was looked at. */
@ApplicationScoped
public class Locks {

    static final String COLUMNS = "at, agent, target, blocked_pid, blocked_usename, blocked_application_name,"
            + " blocked_query, blocked_correlation_id, blocking_pid, blocking_usename, blocking_application_name,"
            + " blocking_state, blocking_query, blocking_correlation_id, datname, locktype, mode, relation, waitstart,"
            + " root_pid, depth, cut";

    static final String INTO = "pg_lock (received_at, " + COLUMNS + ")";

    /** A wait by its two ends and what is waited for; where its beginning is not told, all of these are one. */
    private static final String OF_WAIT = "blocked_pid, blocking_pid, waitstart, locktype, mode, relation";

    private Snapshot snapshot;

    public Locks() {}

    @Inject
    public Locks(Snapshot snapshot) {
        this.snapshot = snapshot;
    }

    /** @param cut whether a text was longer than is kept */
    public record Lock(
            Instant at,
            Server server,
            int blockedPid,
            String blockedUsename,
            String blockedApplicationName,
            String blockedQuery,
            String blockedCorrelationId,
            int blockingPid,
            String blockingUsename,
            String blockingApplicationName,
            String blockingState,
            String blockingQuery,
            String blockingCorrelationId,
            String datname,
            String locktype,
            String mode,
            String relation,
            Instant waitstart,
            Integer rootPid,
            Integer depth,
            boolean cut) {}

    /**
     * One wait from its first sample to its last.
     *
     * @param last as it was seen the last time
     */
    public record Wait(Instant firstAt, long samples, Lock last) {}

    static void add(Rows rows, Lock lock) {
        rows.row(23)
                .later()
                .moment(lock.at())
                .number(lock.server().agent())
                .text(lock.server().target())
                .number(lock.blockedPid())
                .text(lock.blockedUsename())
                .text(lock.blockedApplicationName())
                .text(lock.blockedQuery())
                .text(lock.blockedCorrelationId())
                .number(lock.blockingPid())
                .text(lock.blockingUsename())
                .text(lock.blockingApplicationName())
                .text(lock.blockingState())
                .text(lock.blockingQuery())
                .text(lock.blockingCorrelationId())
                .text(lock.datname())
                .text(lock.locktype())
                .text(lock.mode())
                .text(lock.relation())
                .moment(lock.waitstart())
                .number(lock.rootPid())
                .number(lock.depth())
                .bool(lock.cut());
    }

    /** Those of the sample of this moment, exactly. */
    public List<Lock> of(Server server, Instant at, int limit, Duration longest) {
        return new Ask("SELECT " + COLUMNS + " FROM pg_lock")
                .of(server, at.minusNanos(1_000), at)
                .and(" ORDER BY depth, blocked_pid LIMIT ?", limit)
                .in(snapshot, longest, Locks::read);
    }

    /** The waits that were seen after one moment, up to another; those that were seen last come first. */
    public List<Wait> waits(Server server, Instant after, Instant until, int limit, Duration longest) {
        return new Ask("SELECT * FROM (SELECT DISTINCT ON (" + OF_WAIT + ") " + COLUMNS
                        + ", min(at) OVER w AS first_at, count(*) OVER w AS samples FROM pg_lock")
                .of(server, after, until)
                .and(" WINDOW w AS (PARTITION BY " + OF_WAIT + ") ORDER BY " + OF_WAIT + ", at DESC) waits"
                        + " ORDER BY at DESC, depth, first_at, blocked_pid LIMIT ?")
                .with(limit)
                .in(snapshot, longest, row -> new Wait(row.moment("first_at"), row.big("samples"), read(row)));
    }

    static Lock read(Row row) throws SQLException {
        return new Lock(
                row.moment("at"),
                row.server(),
                row.number("blocked_pid"),
                row.text("blocked_usename"),
                row.text("blocked_application_name"),
                row.text("blocked_query"),
                row.text("blocked_correlation_id"),
                row.number("blocking_pid"),
                row.text("blocking_usename"),
                row.text("blocking_application_name"),
                row.text("blocking_state"),
                row.text("blocking_query"),
                row.text("blocking_correlation_id"),
                row.text("datname"),
                row.text("locktype"),
                row.text("mode"),
                row.text("relation"),
                row.moment("waitstart"),
                row.number("root_pid"),
                row.number("depth"),
                row.bool("cut"));
    }
}
