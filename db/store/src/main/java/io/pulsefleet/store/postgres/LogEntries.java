package io.pulsefleet.store.postgres;

import io.pulsefleet.store.Rows;
import io.pulsefleet.store.series.Snapshot;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** PostgreSQL's own logs. */
@ApplicationScoped
public class LogEntries {

    static final String COLUMNS = "at, agent, target, error_severity, event, message, detail, hint, context, statement,"
            + " state_code, pid, user_name, dbname, remote_host, application_name, backend_type, query_id, duration_ms,"
            + " correlation_id, cut";

    static final String INTO = "pg_log_entry (received_at, " + COLUMNS + ")";

    private Snapshot snapshot;

    public LogEntries() {}

    @Inject
    public LogEntries(Snapshot snapshot) {
        this.snapshot = snapshot;
    }

    /** @param cut whether a text was longer than is kept */
    public record Entry(
            Instant at,
            Server server,
            String errorSeverity,
            String event,
            String message,
            String detail,
            String hint,
            String context,
            String statement,
            String stateCode,
            Integer pid,
            String userName,
            String dbname,
            String remoteHost,
            String applicationName,
            String backendType,
            Long queryId,
            Double durationMs,
            String correlationId,
            boolean cut) {}

    /**
     * Which entries are wanted.
     *
     * @param levels none: of any
     * @param events none: whether they have one or not
     * @param text is contained in message, detail or statement; empty: whatever stands there
     */
    public record Filter(List<String> levels, List<String> events, String text) {}

    /**
     * How many in one step of time.
     *
     * @param event null: none that has a name
     */
    public record Tally(Instant at, String errorSeverity, String event, long count) {}

    static void add(Rows rows, Entry entry) {
        rows.row(22)
                .later()
                .moment(entry.at())
                .number(entry.server().agent())
                .text(entry.server().target())
                .text(entry.errorSeverity())
                .text(entry.event())
                .text(entry.message())
                .text(entry.detail())
                .text(entry.hint())
                .text(entry.context())
                .text(entry.statement())
                .text(entry.stateCode())
                .number(entry.pid())
                .text(entry.userName())
                .text(entry.dbname())
                .text(entry.remoteHost())
                .text(entry.applicationName())
                .text(entry.backendType())
                .bigint(entry.queryId())
                .real(entry.durationMs())
                .text(entry.correlationId())
                .bool(entry.cut());
    }

    /** The newest first. */
    public List<Entry> read(Server server, Instant after, Instant until, Filter filter, int limit, Duration longest) {
        var ask = new Ask("SELECT " + COLUMNS + " FROM pg_log_entry").of(server, after, until);
        if (!filter.levels().isEmpty()) {
            ask.and(" AND error_severity = ANY (?)", filter.levels());
        }
        if (!filter.events().isEmpty()) {
            ask.and(" AND event = ANY (?)", filter.events());
        }
        if (!filter.text().isEmpty()) {
            ask.and(
                    " AND concat_ws(E'\\n', message, detail, statement) ILIKE ?",
                    "%" + filter.text().replaceAll("([\\\\%_])", "\\\\$1") + "%");
        }
        return ask.and(" ORDER BY at DESC LIMIT ?", limit).in(snapshot, longest, LogEntries::read);
    }

    /** By severity and event, for each step; of more than the limit only the first steps. */
    public List<Tally> tallies(
            Server server, Instant after, Instant until, Duration step, int limit, Duration longest) {
        return new Ask("SELECT date_bin(make_interval(secs => ?), at, 'epoch') AS step, error_severity, event,"
                        + " count(*) AS count FROM pg_log_entry")
                .with((double) step.toSeconds())
                .of(server, after, until)
                .and(" GROUP BY 1, 2, 3 ORDER BY 1, 2, 3 LIMIT ?", limit)
                .in(
                        snapshot,
                        longest,
                        row -> new Tally(
                                row.moment("step"), row.text("error_severity"), row.text("event"), row.big("count")));
    }

    static Entry read(Row row) throws SQLException {
        return new Entry(
                row.moment("at"),
                row.server(),
                row.text("error_severity"),
                row.text("event"),
                row.text("message"),
                row.text("detail"),
                row.text("hint"),
                row.text("context"),
                row.text("statement"),
                row.text("state_code"),
                row.number("pid"),
                row.text("user_name"),
                row.text("dbname"),
                row.text("remote_host"),
                row.text("application_name"),
                row.text("backend_type"),
                row.big("query_id"),
                row.real("duration_ms"),
                row.text("correlation_id"),
                row.bool("cut"));
    }
}
