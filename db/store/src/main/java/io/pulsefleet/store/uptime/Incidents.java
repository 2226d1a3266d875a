package io.pulsefleet.store.uptime;

import io.pulsefleet.store.Database;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Incidents: found, and what people say of them. */
@ApplicationScoped
public class Incidents {

    private static final String COLUMNS =
            "SELECT i.*, m.name FROM uptime_incident i JOIN api_monitors m ON m.id = i.monitor";

    private Database database;

    public Incidents() {}

    @Inject
    public Incidents(Database database) {
        this.database = database;
    }

    /**
     * @param closedAt null: it is open
     * @param acknowledgedAt null: nobody has said that he sees to it
     */
    public record Incident(
            long id,
            int monitor,
            String name,
            Instant openedAt,
            Instant closedAt,
            String state,
            String reason,
            Instant acknowledgedAt,
            String acknowledgedBy) {}

    /** What somebody wrote of one. */
    public record Note(long incident, Instant at, String by, String text, boolean isPublic) {}

    /**
     * Which are wanted: those that were open at some time of the span.
     *
     * @param monitors null: of all
     * @param isOpen null: open ones and others
     * @param isAcknowledged null: whether or not
     * @param state the gravest it came to; empty: any
     * @param tag of its monitor; empty: any
     */
    public record Filter(
            Collection<Integer> monitors,
            Boolean isOpen,
            Boolean isAcknowledged,
            String state,
            String tag,
            Instant from,
            Instant to) {

        public static Filter of(Collection<Integer> monitors, Instant from, Instant to) {
            return new Filter(monitors, null, null, "", "", from, to);
        }
    }

    public record Page(long total, List<Incident> incidents) {}

    /** The newest first. */
    public Page page(Filter filter, int offset, int limit) {
        var total = where(
                        new Ask(
                                "count incidents",
                                "SELECT count(*) FROM uptime_incident i JOIN api_monitors m ON m.id = i.monitor"),
                        filter)
                .list(database, row -> row.getLong(1))
                .get(0);
        return new Page(total, list(filter, offset, limit));
    }

    /** The newest first. */
    public List<Incident> list(Filter filter, int offset, int limit) {
        return where(new Ask("read incidents", COLUMNS), filter)
                .and(" ORDER BY i.opened_at DESC, i.id DESC LIMIT ? OFFSET ?", limit, offset)
                .list(database, Incidents::incident);
    }

    private static Ask where(Ask ask, Filter filter) {
        ask.and(" WHERE i.opened_at < ? AND (i.closed_at IS NULL OR i.closed_at >= ?)", filter.to(), filter.from());
        if (filter.monitors() != null) {
            ask.and(" AND i.monitor = ANY (?)").with("int4", filter.monitors(), each -> each);
        }
        if (filter.isOpen() != null) {
            ask.and(" AND (i.closed_at IS NULL) = ?", filter.isOpen());
        }
        if (filter.isAcknowledged() != null) {
            ask.and(" AND (i.acknowledged_at IS NOT NULL) = ?", filter.isAcknowledged());
        }
        if (!filter.state().isEmpty()) {
            ask.and(" AND i.state = ?", filter.state());
        }
        if (!filter.tag().isEmpty()) {
            ask.and(" AND m.tags @> ARRAY[?]::text[]", filter.tag());
        }
        return ask;
    }

    public Optional<Incident> find(long id) {
        return new Ask("read an incident", COLUMNS + " WHERE i.id = ?").with(id).first(database, Incidents::incident);
    }

    /** Who says so first stands. */
    public void acknowledge(long id, Instant at, String by) {
        new Ask(
                        "acknowledge an incident",
                        "UPDATE uptime_incident SET acknowledged_at = ?, acknowledged_by = ? WHERE id = ?"
                                + " AND acknowledged_at IS NULL")
                .with(at)
                .with(by)
                .with(id)
                .run(database);
    }

    /**
     * @param most so many one may have
     * @return false: it has so many already
     */
    public boolean add(Note note, int most) {
        return new Ask(
                                "keep a note",
                                "INSERT INTO uptime_incident_note (incident, at, written_by, note, is_public)"
                                        + " SELECT ?, ?, ?, ?, ? WHERE (SELECT count(*) FROM uptime_incident_note"
                                        + " WHERE incident = ?) < ?")
                        .with(note.incident())
                        .with(note.at())
                        .with(note.by())
                        .with(note.text())
                        .with(note.isPublic())
                        .with(note.incident())
                        .with(most)
                        .run(database)
                == 1;
    }

    /** The earliest first. */
    public List<Note> notes(Collection<Long> incidents, boolean publicOnly) {
        return new Ask("read notes", "SELECT * FROM uptime_incident_note WHERE incident = ANY (?)")
                .with("int8", incidents, each -> each)
                .and(publicOnly ? " AND is_public" : "")
                .and(" ORDER BY at, id")
                .list(
                        database,
                        row -> new Note(
                                row.getLong("incident"),
                                Ask.moment(row, "at"),
                                row.getString("written_by"),
                                row.getString("note"),
                                row.getBoolean("is_public")));
    }

    private static Incident incident(ResultSet row) throws SQLException {
        return new Incident(
                row.getLong("id"),
                row.getInt("monitor"),
                row.getString("name"),
                Ask.moment(row, "opened_at"),
                Ask.moment(row, "closed_at"),
                row.getString("state"),
                row.getString("reason"),
                Ask.moment(row, "acknowledged_at"),
                row.getString("acknowledged_by"));
    }
}
