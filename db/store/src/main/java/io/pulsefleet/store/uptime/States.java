package io.pulsefleet.store.uptime;

import static java.util.stream.Collectors.groupingBy;

import io.pulsefleet.store.Database;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The states of monitors, what became of them, and the incidents that followed. */
@ApplicationScoped
public class States {

    private static final Set<String> TROUBLES = Set.of("down", "regional");
    private static final int SILENCE_SECONDS = 45;

    private Database database;

    public States() {}

    @Inject
    public States(Database database) {
        this.database = database;
    }

    /** All monitors. */
    public List<Watched> watched() {
        return new Ask("read what is watched", """
                SELECT m.id, m.name, m.kind, m.check_body, m.retries, m.quorum, m.tags, m.paused, m.needs_monitor,
                    s.every_seconds, s.timeout_ms,
                    CASE WHEN m.datacenters = '{}' THEN (SELECT coalesce(array_agg(id), '{}') FROM datacenters)
                        ELSE m.datacenters END AS datacenters,
                    m.needs_host IS NOT NULL AND NOT EXISTS (SELECT FROM agents a WHERE a.id = m.needs_host::uuid
                        AND a.last_heartbeat > clock_timestamp() - make_interval(secs => coalesce(a.silence_seconds, ?)))
                        AS host_away,
                    coalesce(t.state, '') AS state, coalesce(t.reason, '') AS reason, t.since_at
                FROM api_monitors m JOIN schedules s ON s.name = m.schedule
                LEFT JOIN uptime_state t ON t.monitor = m.id ORDER BY m.id""").with(SILENCE_SECONDS).list(database, States::watched);
    }

    /** By monitor. */
    public Map<Integer, List<Standing>> standings() {
        return new Ask("read how monitors stand", "SELECT * FROM uptime_standing")
                .list(database, Standing::of).stream().collect(groupingBy(Standing::monitor));
    }

    /**
     * Keeps what it is from now on, in the caller's transaction: a change is an event, and opens an incident or closes it.
     *
     * @return false: somebody else has said so already
     */
    public boolean become(Watched watched, String state, String reason, Instant now) {
        var was = watched.state();
        if (!write(watched, state, reason, now)) {
            return false;
        }
        if (was.equals(state)) {
            return true;
        }
        new Ask("keep an event", "INSERT INTO uptime_event (at, monitor, was, became, reason) VALUES (?, ?, ?, ?, ?)")
                .with(now)
                .with(watched.id())
                .with(was.isEmpty() ? "unknown" : was)
                .with(state)
                .with(reason)
                .run(database);
        if (TROUBLES.contains(state)) {
            open(watched.id(), state, reason, now);
        } else if (!state.equals("unknown")) { // nobody knows whether it is over
            close(watched.id(), now);
        }
        return true;
    }

    private boolean write(Watched watched, String state, String reason, Instant now) {
        if (watched.state().isEmpty()) {
            return new Ask(
                                    "keep a state",
                                    "INSERT INTO uptime_state (monitor, state, since_at, reason) SELECT id, ?, ?, ?"
                                            + " FROM api_monitors WHERE id = ? ON CONFLICT DO NOTHING")
                            .with(state)
                            .with(now)
                            .with(reason)
                            .with(watched.id())
                            .run(database)
                    == 1;
        }
        return new Ask(
                                "keep a state",
                                "UPDATE uptime_state SET since_at = CASE WHEN state = ? THEN since_at ELSE ? END,"
                                        + " state = ?, reason = ? WHERE monitor = ? AND state = ?")
                        .with(state)
                        .with(now)
                        .with(state)
                        .with(reason)
                        .with(watched.id())
                        .with(watched.state())
                        .run(database)
                == 1;
    }

    private void open(int monitor, String state, String reason, Instant now) {
        new Ask(
                        "open an incident",
                        "INSERT INTO uptime_incident AS i (monitor, opened_at, state, reason) VALUES (?, ?, ?, ?)"
                                + " ON CONFLICT (monitor) WHERE closed_at IS NULL DO UPDATE SET reason = excluded.reason,"
                                + " state = CASE WHEN i.state = 'down' THEN 'down' ELSE excluded.state END")
                .with(monitor)
                .with(now)
                .with(state)
                .with(reason)
                .run(database);
    }

    private void close(int monitor, Instant now) {
        new Ask("close an incident", "UPDATE uptime_incident SET closed_at = ? WHERE monitor = ? AND closed_at IS NULL")
                .with(now)
                .with(monitor)
                .run(database);
    }

    /** @param closedAt null: it is open */
    public record Incident(
            long id, int monitor, String name, Instant openedAt, Instant closedAt, String state, String reason) {}

    /** A change of state. */
    public record Event(Instant at, String was, String became, String reason) {}

    /**
     * Incidents that were open at some time of the span, the newest first.
     *
     * @param monitor 0: of all
     */
    public List<Incident> incidents(int monitor, Instant from, Instant to, int limit) {
        return new Ask("read incidents", """
                SELECT i.*, m.name FROM uptime_incident i JOIN api_monitors m ON m.id = i.monitor
                WHERE i.opened_at < ? AND (i.closed_at IS NULL OR i.closed_at >= ?) AND (? = 0 OR i.monitor = ?)
                ORDER BY i.opened_at DESC, i.id DESC LIMIT ?""")
                .with(to)
                .with(from)
                .with(monitor)
                .with(monitor)
                .with(limit)
                .list(
                        database,
                        row -> new Incident(
                                row.getLong("id"),
                                row.getInt("monitor"),
                                row.getString("name"),
                                Ask.moment(row, "opened_at"),
                                Ask.moment(row, "closed_at"),
                                row.getString("state"),
                                row.getString("reason")));
    }

    /** The newest first. */
    public List<Event> events(int monitor, Instant from, Instant to, int limit) {
        return new Ask(
                        "read events",
                        "SELECT at, was, became, reason FROM uptime_event WHERE monitor = ? AND at >= ? AND at < ?"
                                + " ORDER BY at DESC, id DESC LIMIT ?")
                .with(monitor)
                .with(from)
                .with(to)
                .with(limit)
                .list(
                        database,
                        row -> new Event(
                                Ask.moment(row, "at"),
                                row.getString("was"),
                                row.getString("became"),
                                row.getString("reason")));
    }

    private static Watched watched(ResultSet row) throws SQLException {
        return new Watched(
                row.getInt("id"),
                row.getString("name"),
                row.getString("kind"),
                row.getString("check_body"),
                Duration.ofSeconds(row.getInt("every_seconds")),
                Duration.ofMillis(row.getInt("timeout_ms")),
                row.getInt("retries"),
                Ask.number(row, "quorum"),
                Ask.texts(row, "datacenters"),
                Ask.texts(row, "tags"),
                row.getBoolean("paused"),
                Ask.number(row, "needs_monitor"),
                row.getBoolean("host_away"),
                row.getString("state"),
                row.getString("reason"),
                Ask.moment(row, "since_at"));
    }
}
