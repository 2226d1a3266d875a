package io.pulsefleet.store.postgres;

import io.pulsefleet.store.Rows;
import io.pulsefleet.store.series.Snapshot;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** {@code pg_stat_activity}, each time it was looked at. */
@ApplicationScoped
public class Sessions {

    static final String COLUMNS =
            "at, agent, target, pid, datname, usename, application_name, client_addr, backend_type,"
                    + " backend_start, xact_start, query_start, state_change, wait_event_type, wait_event, state, query_id, query,"
                    + " blocked_by, correlation_id, cut";

    static final String INTO = "pg_session (received_at, " + COLUMNS + ")";

    private Snapshot snapshot;

    public Sessions() {}

    @Inject
    public Sessions(Snapshot snapshot) {
        this.snapshot = snapshot;
    }

    /**
     * @param blockedBy the pids that it waits for
     * @param cut whether a text was longer than is kept
     */
    public record Session(
            Instant at,
            Server server,
            int pid,
            String datname,
            String usename,
            String applicationName,
            String clientAddr,
            String backendType,
            Instant backendStart,
            Instant xactStart,
            Instant queryStart,
            Instant stateChange,
            String waitEventType,
            String waitEvent,
            String state,
            Long queryId,
            String query,
            List<Integer> blockedBy,
            String correlationId,
            boolean cut) {}

    static void add(Rows rows, Session session) {
        rows.row(22)
                .later()
                .moment(session.at())
                .number(session.server().agent())
                .text(session.server().target())
                .number(session.pid())
                .text(session.datname())
                .text(session.usename())
                .text(session.applicationName())
                .text(session.clientAddr())
                .text(session.backendType())
                .moment(session.backendStart())
                .moment(session.xactStart())
                .moment(session.queryStart())
                .moment(session.stateChange())
                .text(session.waitEventType())
                .text(session.waitEvent())
                .text(session.state())
                .bigint(session.queryId())
                .text(session.query());
        if (session.blockedBy().isEmpty()) {
            rows.nothing();
        } else {
            rows.numbers(
                    session.blockedBy().stream().mapToInt(Integer::intValue).toArray());
        }
        rows.text(session.correlationId()).bool(session.cut());
    }

    /** Those of the sample of this moment, exactly. */
    public List<Session> of(Server server, Instant at, int limit, Duration longest) {
        return new Ask("SELECT " + COLUMNS + " FROM pg_session")
                .of(server, at.minusNanos(1_000), at)
                .and(" ORDER BY pid, backend_start LIMIT ?", limit)
                .in(snapshot, longest, Sessions::read);
    }

    static Session read(Row row) throws SQLException {
        return new Session(
                row.moment("at"),
                row.server(),
                row.number("pid"),
                row.text("datname"),
                row.text("usename"),
                row.text("application_name"),
                row.text("client_addr"),
                row.text("backend_type"),
                row.moment("backend_start"),
                row.moment("xact_start"),
                row.moment("query_start"),
                row.moment("state_change"),
                row.text("wait_event_type"),
                row.text("wait_event"),
                row.text("state"),
                row.big("query_id"),
                row.text("query"),
                row.numbers("blocked_by"),
                row.text("correlation_id"),
                row.bool("cut"));
    }
}
