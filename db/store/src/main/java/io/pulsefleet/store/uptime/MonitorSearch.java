package io.pulsefleet.store.uptime;

import io.pulsefleet.store.Database;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Finds monitors, with how they are, page by page. */
@ApplicationScoped
public class MonitorSearch {

    private static final String STATE = "CASE WHEN m.paused THEN 'paused' ELSE coalesce(t.state, 'unknown') END";

    private Database database;

    public MonitorSearch() {}

    @Inject
    public MonitorSearch(Database database) {
        this.database = database;
    }

    /**
     * Which are wanted.
     *
     * @param text is contained in name or check; empty: whatever stands there
     * @param tag empty: any
     * @param kind empty: any
     * @param state empty: any
     */
    public record Filter(String text, String tag, String kind, String state) {}

    /**
     * One, and how it is.
     *
     * @param statusGroup null: none
     * @param since null: nobody has looked yet
     * @param slowest microseconds of the newest probes, of the slowest datacenter; null: none
     */
    public record Row(
            int id,
            String name,
            String kind,
            String check,
            String schedule,
            int everySeconds,
            List<String> datacenters,
            List<String> tags,
            boolean isPublic,
            String statusGroup,
            String state,
            Instant since,
            String reason,
            Instant seenAt,
            Long slowest) {}

    /** @param states how many of each there are, whatever state is wanted */
    public record Page(long total, Map<String, Long> states, List<Row> rows) {}

    private record Tally(String state, long count) {}

    /** By name. */
    public Page page(Filter filter, int offset, int limit) {
        var states = new TreeMap<String, Long>();
        where(
                        new Ask("count monitors", "SELECT " + STATE + ", count(*)" + from()),
                        new Filter(filter.text(), filter.tag(), filter.kind(), ""))
                .and(" GROUP BY 1")
                .list(database, row -> new Tally(row.getString(1), row.getLong(2)))
                .forEach(tally -> states.put(tally.state(), tally.count()));
        var total = filter.state().isEmpty()
                ? states.values().stream().mapToLong(each -> each).sum()
                : states.getOrDefault(filter.state(), 0L);
        var rows = where(
                        new Ask(
                                "find monitors",
                                "SELECT m.*, s.every_seconds, " + STATE
                                        + " AS state, t.since_at, t.reason, z.seen_at, z.slowest" + from()
                                        + " LEFT JOIN LATERAL (SELECT max(executed_at) AS seen_at, max(total_us) AS slowest"
                                        + " FROM uptime_standing WHERE monitor = m.id) z ON true"),
                        filter)
                .and(" ORDER BY m.name LIMIT ? OFFSET ?", limit, offset)
                .list(database, MonitorSearch::row);
        return new Page(total, states, rows);
    }

    /** Those that everybody may see, by group and name. */
    public List<Row> publicOnes(int limit) {
        return new Ask(
                        "find public monitors",
                        "SELECT m.*, s.every_seconds, " + STATE + " AS state, t.since_at, t.reason,"
                                + " NULL::timestamptz AS seen_at, NULL::bigint AS slowest" + from()
                                + " WHERE m.is_public ORDER BY m.status_group NULLS FIRST, m.name LIMIT ?")
                .with(limit)
                .list(database, MonitorSearch::row);
    }

    /** How one is. */
    public record State(String state, Instant since, String reason) {}

    /** Empty: nobody has looked yet. */
    public Optional<State> state(int monitor) {
        return new Ask("read how a monitor is", "SELECT state, since_at, reason FROM uptime_state WHERE monitor = ?")
                .with(monitor)
                .first(
                        database,
                        row -> new State(row.getString("state"), Ask.moment(row, "since_at"), row.getString("reason")));
    }

    /** Monitors that name it. */
    public List<String> namesOfDatacenter(String datacenter) {
        return new Ask(
                        "read who names a datacenter",
                        "SELECT name FROM api_monitors WHERE ? = ANY (datacenters) ORDER BY 1 LIMIT 10")
                .with(datacenter)
                .list(database, row -> row.getString(1));
    }

    /** Monitors that use it. */
    public List<String> namesOfSchedule(String schedule) {
        return new Ask(
                        "read who uses a schedule",
                        "SELECT name FROM api_monitors WHERE schedule = ? ORDER BY 1 LIMIT 10")
                .with(schedule)
                .list(database, row -> row.getString(1));
    }

    public int everySeconds(String schedule) {
        return new Ask("read a schedule", "SELECT every_seconds FROM schedules WHERE name = ?")
                .with(schedule)
                .first(database, row -> row.getInt(1))
                .orElse(0);
    }

    /** How it stands in each datacenter. */
    public List<Standing> standings(int monitor) {
        return new Ask(
                        "read how a monitor stands",
                        "SELECT * FROM uptime_standing WHERE monitor = ? ORDER BY datacenter")
                .with(monitor)
                .list(database, Standing::of);
    }

    private static String from() {
        return " FROM api_monitors m JOIN schedules s ON s.name = m.schedule LEFT JOIN uptime_state t ON t.monitor = m.id";
    }

    private static Ask where(Ask ask, Filter filter) {
        ask.and(" WHERE true");
        if (!filter.text().isEmpty()) {
            var like = "%" + filter.text().replaceAll("([\\\\%_])", "\\\\$1") + "%";
            ask.and(" AND (m.name ILIKE ? OR m.check_body::text ILIKE ?)", like, like);
        }
        if (!filter.tag().isEmpty()) {
            ask.and(" AND m.tags @> ARRAY[?]::text[]", filter.tag());
        }
        if (!filter.kind().isEmpty()) {
            ask.and(" AND m.kind = ?", filter.kind());
        }
        if (!filter.state().isEmpty()) {
            ask.and(" AND " + STATE + " = ?", filter.state());
        }
        return ask;
    }

    private static Row row(ResultSet row) throws SQLException {
        return new Row(
                row.getInt("id"),
                row.getString("name"),
                row.getString("kind"),
                row.getString("check_body"),
                row.getString("schedule"),
                row.getInt("every_seconds"),
                Ask.texts(row, "datacenters"),
                Ask.texts(row, "tags"),
                row.getBoolean("is_public"),
                row.getString("status_group"),
                row.getString("state"),
                Ask.moment(row, "since_at"),
                row.getString("reason"),
                Ask.moment(row, "seen_at"),
                Ask.bigint(row, "slowest"));
    }
}
