package io.pulsefleet.store.events;

import io.pulsefleet.store.Database;
import io.pulsefleet.store.Rows;
import io.pulsefleet.store.series.Snapshot;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The events of all hosts. */
@ApplicationScoped
public class HostEvents {

    /** What is dated further ahead of its arrival than this is not found. */
    private static final Duration AHEAD = Duration.ofDays(1);

    /** As much of a mark's messages as is shown of it. */
    private static final int MESSAGES = 3;

    private static final String COLUMNS =
            "at, agent, target, type, severity, subject, was, became, message, fields, cut";

    private Database database;
    private Snapshot snapshot;

    public HostEvents() {}

    @Inject
    public HostEvents(Database database, Snapshot snapshot) {
        this.database = database;
        this.snapshot = snapshot;
    }

    /**
     * One to be kept.
     *
     * @param fields a JSON object
     * @param cut whether a text was longer than is kept
     */
    @SuppressWarnings("ArrayRecordComponent") // handed on at once, never compared
    public record NewEvent(
            Instant at,
            int agent,
            String target,
            String type,
            String severity,
            String subject,
            String was,
            String became,
            String message,
            byte[] fields,
            boolean cut) {}

    /** As it is kept; {@code fields} is a JSON object. */
    public record Event(
            Place place,
            int agent,
            String target,
            String type,
            String severity,
            String subject,
            String was,
            String became,
            String message,
            String fields,
            boolean cut) {}

    /** Where an event stands in the order of all. */
    public record Place(Instant at, long id) {}

    /**
     * Which events are wanted.
     *
     * @param agents none: of all
     * @param types texts in which {@code *} stands for any; none: of any
     * @param severities none: of any
     * @param subject empty: whoever
     * @param text is contained in subject, message or a field; empty: whatever stands there
     */
    public record Filter(
            Collection<Integer> agents, List<String> types, List<String> severities, String subject, String text) {}

    /**
     * Those of one type in one step of time.
     *
     * @param severity the gravest
     * @param messages of the newest few
     */
    public record Tally(
            Instant step,
            String type,
            String severity,
            long count,
            Instant first,
            Instant last,
            List<String> messages) {}

    /** Adds the event to rows that {@link #writeRows} takes. */
    public static void add(Rows rows, NewEvent event) {
        rows.row(12)
                .later()
                .moment(event.at())
                .number(event.agent())
                .text(event.target())
                .text(event.type())
                .text(event.severity())
                .text(event.subject())
                .text(event.was())
                .text(event.became())
                .text(event.message())
                .jsonb(event.fields())
                .bool(event.cut());
    }

    /** Writes them in the caller's transaction. */
    public void writeRows(Instant receivedAt, Collection<Rows> events) {
        database.copy("host_event (received_at, " + COLUMNS + ")", receivedAt, events);
    }

    /**
     * From one moment (included) to another (not included), the newest first.
     *
     * @param behind the last one that was read; empty: from the newest on
     */
    public List<Event> read(
            Instant from, Instant to, Filter filter, Optional<Place> behind, int limit, Duration longest) {
        var ask = ask("SELECT id, " + COLUMNS + " FROM host_event", from, to, filter);
        behind.ifPresent(place -> ask.and(" AND (at, id) < (?, ?)", place.at(), place.id()));
        ask.and(" ORDER BY at DESC, id DESC LIMIT ?", limit);
        return snapshot.look(longest, connection -> ask.on(connection, HostEvents::event));
    }

    /** For each step and type; of more than the limit only the first steps. */
    public List<Tally> tallies(Instant from, Instant to, Filter filter, Duration step, int limit, Duration longest) {
        var ask = ask(
                "SELECT date_bin(make_interval(secs => " + step.toSeconds() + "), at, 'epoch') AS step, type,"
                        + " CASE WHEN bool_or(severity = 'error') THEN 'error' WHEN bool_or(severity = 'warning') THEN 'warning'"
                        + " ELSE 'info' END AS severity, count(*) AS count, min(at) AS first, max(at) AS last,"
                        + " (array_agg(message ORDER BY at DESC, id DESC))[1:" + MESSAGES
                        + "] AS messages FROM host_event",
                from,
                to,
                filter);
        ask.and(" GROUP BY 1, 2 ORDER BY 1, 2 LIMIT ?", limit);
        return snapshot.look(longest, connection -> ask.on(connection, HostEvents::tally));
    }

    private static Question ask(String select, Instant from, Instant to, Filter filter) {
        var ask = new Question(select);
        ask.and(" WHERE at >= ? AND at < ? AND received_at >= ?", from, to, from.minus(AHEAD));
        if (!filter.agents().isEmpty()) {
            ask.and(" AND agent = ANY (?)", List.copyOf(filter.agents()));
        }
        if (!filter.types().isEmpty()) {
            ask.and(
                    " AND type LIKE ANY (?)",
                    filter.types().stream().map(HostEvents::like).toList());
        }
        if (!filter.severities().isEmpty()) {
            ask.and(" AND severity = ANY (?)", filter.severities());
        }
        if (!filter.subject().isEmpty()) {
            ask.and(" AND subject = ?", filter.subject());
        }
        if (!filter.text().isEmpty()) {
            ask.and(
                    " AND concat_ws(E'\\n', subject, message, fields::text) ILIKE ?",
                    "%" + escaped(filter.text()) + "%");
        }
        return ask;
    }

    private static String like(String glob) {
        return escaped(glob).replace('*', '%');
    }

    private static String escaped(String text) {
        return text.replaceAll("([\\\\%_])", "\\\\$1");
    }

    private static Event event(ResultSet row) throws SQLException {
        return new Event(
                new Place(moment(row, "at"), row.getLong("id")),
                row.getInt("agent"),
                row.getString("target"),
                row.getString("type"),
                row.getString("severity"),
                row.getString("subject"),
                row.getString("was"),
                row.getString("became"),
                row.getString("message"),
                row.getString("fields"),
                row.getBoolean("cut"));
    }

    private static Tally tally(ResultSet row) throws SQLException {
        return new Tally(
                moment(row, "step"),
                row.getString("type"),
                row.getString("severity"),
                row.getLong("count"),
                moment(row, "first"),
                moment(row, "last"),
                List.of((String[]) row.getArray("messages").getArray()));
    }

    private static Instant moment(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
