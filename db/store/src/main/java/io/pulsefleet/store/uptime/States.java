package io.pulsefleet.store.uptime;

import io.pulsefleet.store.Database;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The states of monitors, and what became of them; incidents follow from that ({@link Incidents}). */
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
                    m.needs_host IS NOT NULL AS needs_host,
                    coalesce(t.state, '') AS state, coalesce(t.reason, '') AS reason, t.since_at
                FROM api_monitors m JOIN schedules s ON s.name = m.schedule
                LEFT JOIN uptime_state t ON t.monitor = m.id ORDER BY m.id""").list(database, States::watched);
    }

    /** Monitors that need a host which is silent. */
    public Set<Integer> withHostAway() {
        return new HashSet<>(new Ask("read which hosts are silent", """
                SELECT m.id FROM api_monitors m WHERE m.needs_host IS NOT NULL
                AND NOT EXISTS (SELECT FROM agents a WHERE a.id = m.needs_host::uuid
                    AND a.last_heartbeat > clock_timestamp() - make_interval(secs => coalesce(a.silence_seconds, ?)))""")
                .with(SILENCE_SECONDS)
                .list(database, row -> row.getInt(1)));
    }

    /**
     * What a look begins with.
     *
     * @param now the database's
     * @param revision of the plan: another one when anything that is wanted is
     * @param horizon all transactions before it are over: whoever has read since has seen what they wrote
     * @param seen when a look was over, last; null: none was
     */
    public record Glance(Instant now, long revision, long horizon, Instant broken, Instant since, Instant seen) {}

    public Glance glance() {
        return new Ask("begin a look", """
                SELECT clock_timestamp() AS now, p.revision, pg_snapshot_xmin(pg_current_snapshot())::text::bigint AS horizon,
                    w.broken_at, w.since_at, w.seen_at
                FROM uptime_plan p LEFT JOIN uptime_watch w ON true""")
                .list(
                        database,
                        row -> new Glance(
                                Ask.moment(row, "now"),
                                row.getLong("revision"),
                                row.getLong("horizon"),
                                Ask.moment(row, "broken_at"),
                                Ask.moment(row, "since_at"),
                                Ask.moment(row, "seen_at")))
                .get(0);
    }

    /**
     * Those that were written by a transaction that was not over at that horizon, or began after it.
     *
     * @param horizon 0: all
     */
    public List<Standing> movedSince(long horizon) {
        return new Ask("read how monitors stand", "SELECT * FROM uptime_standing WHERE moved_by >= ?::text::xid8")
                .with(Long.toString(horizon))
                .list(database, Standing::of);
    }

    /** Somebody has looked. */
    public void looked(Instant broken, Instant since, Instant seen) {
        new Ask(
                        "note that somebody has looked",
                        "INSERT INTO uptime_watch (broken_at, since_at, seen_at) VALUES (?, ?, ?) ON CONFLICT (one) DO UPDATE"
                                + " SET broken_at = excluded.broken_at, since_at = excluded.since_at, seen_at = excluded.seen_at")
                .with(broken)
                .with(since)
                .with(seen)
                .run(database);
    }

    /**
     * Keeps what it is from now on, in the caller's transaction: a change is an event, and opens an incident or closes it.
     *
     * @return false: somebody else has said so already, or the monitor is gone
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
                                            + " FROM api_monitors WHERE id = ? FOR KEY SHARE ON CONFLICT DO NOTHING")
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

    /** A change of state. */
    public record Event(Instant at, String was, String became, String reason) {}

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
                row.getBoolean("needs_host"),
                row.getString("state"),
                row.getString("reason"),
                Ask.moment(row, "since_at"));
    }
}
