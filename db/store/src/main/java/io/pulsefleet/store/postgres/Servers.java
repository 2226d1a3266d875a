package io.pulsefleet.store.postgres;

import io.pulsefleet.store.Database;
import io.pulsefleet.store.PlainText;
import io.pulsefleet.store.StoreException;
import io.pulsefleet.store.series.Snapshot;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The PostgreSQL servers that were told of, and whether they answered. */
@ApplicationScoped
public class Servers {

    /** Who visits them; that a visit reached its target is told by the runner. */
    private static final String COLLECTOR = "pg-stat";

    private static final String UP = "pulsefleet.collector.up";

    private Database database;
    private Snapshot snapshot;

    public Servers() {}

    @Inject
    public Servers(Database database, Snapshot snapshot) {
        this.database = database;
        this.snapshot = snapshot;
    }

    /**
     * @param firstAt null: it never told more than whether it is up
     * @param seenAt the newest that is known of it, up or not
     * @param up whether the last visit reached it; null: nobody visits it, what is known is sent
     */
    public record Known(Server server, Instant firstAt, Instant seenAt, Boolean up) {}

    /** Notes in the caller's transaction that they were told of. None: does nothing. */
    public void see(Map<Server, Instant> servers) {
        if (servers.isEmpty()) {
            return;
        }
        var ordered = new TreeMap<>(servers);
        try (var connection = database.connection();
                var insert = connection.prepareStatement("""
                        INSERT INTO pg_target AS t (agent, target, first_at, seen_at)
                        SELECT agent, target, at, at FROM unnest(?::int[], ?::text[], ?::timestamptz[]) s (agent, target, at)
                        ON CONFLICT (agent, target) DO UPDATE SET first_at = least(t.first_at, excluded.first_at),
                            seen_at = greatest(t.seen_at, excluded.seen_at)""")) {
            insert.setArray(
                    1,
                    connection.createArrayOf(
                            "int4", ordered.keySet().stream().map(Server::agent).toArray()));
            insert.setArray(
                    2,
                    connection.createArrayOf(
                            "text",
                            ordered.keySet().stream()
                                    .map(server -> PlainText.of(server.target()))
                                    .toArray()));
            insert.setArray(
                    3,
                    connection.createArrayOf(
                            "timestamptz",
                            ordered.values().stream()
                                    .map(at -> at.atOffset(ZoneOffset.UTC).toString())
                                    .toArray()));
            insert.executeUpdate();
        } catch (SQLException refused) {
            throw new StoreException("note the servers", refused);
        }
    }

    /** Those of which something is known since then. */
    public List<Known> since(Instant since, int limit, Duration longest) {
        return new Ask("""
                SELECT coalesce(t.agent, u.agent) AS agent, coalesce(t.target, u.target) AS target, t.first_at,
                       greatest(t.seen_at, u.at) AS seen_at, u.value = 1 AS up
                FROM pg_target t
                FULL JOIN (
                    SELECT DISTINCT ON (l.agent, s.target) l.agent, s.target, l.at, l.values[p.index] AS value
                    FROM latest l
                    JOIN metric_set s ON s.id = l.set
                    CROSS JOIN LATERAL jsonb_array_elements(s.positions) WITH ORDINALITY AS p (position, index)
                    WHERE s.collector = ? AND p.position ->> 'metric' = ?
                    ORDER BY l.agent, s.target, l.at DESC) u ON u.agent = t.agent AND u.target = t.target
                WHERE greatest(t.seen_at, u.at) >= ?
                ORDER BY 1, 2 LIMIT ?""")
                .with(COLLECTOR, UP, since, limit)
                .in(
                        snapshot,
                        longest,
                        row -> new Known(row.server(), row.moment("first_at"), row.moment("seen_at"), row.bool("up")));
    }
}
