package io.pulsefleet.store.fleet;

import io.pulsefleet.store.Database;
import io.pulsefleet.store.PlainText;
import io.pulsefleet.store.StoreException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** How each job of each agent is: its newest run since that agent's newest start. */
@ApplicationScoped
public class FleetJobs {

    private static final String NEWEST =
            "SELECT a.id, a.hostname, a.last_heartbeat, r.boot, r.execution, r.job, r.state,"
                    + " r.started_at, r.ended_at, r.visits, r.readings, r.skipped, r.errors, r.exit, r.updated_at, r.due_at,"
                    + " r.last_visit_at, r.next_visit_at, r.rest, r.took_seconds, r.usual_seconds, r.readings = 0 AND r.ended_at IS NULL"
                    // not EXISTS: that may be made a hash of all runs that there are
                    + " AND (SELECT true FROM job_runs p WHERE p.agent = a.number AND p.job = r.job AND p.readings > 0"
                    + " LIMIT 1) IS NOT NULL"
                    + " FROM agents a CROSS JOIN LATERAL (WITH RECURSIVE names AS ("
                    + "(SELECT job FROM job_runs WHERE agent = a.number AND boot = a.boot ORDER BY job LIMIT 1)"
                    + " UNION ALL SELECT (SELECT n.job FROM job_runs n WHERE n.agent = a.number AND n.boot = a.boot"
                    + " AND n.job > names.job ORDER BY n.job LIMIT 1) FROM names WHERE names.job IS NOT NULL)"
                    + " SELECT newest.* FROM names CROSS JOIN LATERAL (SELECT * FROM job_runs WHERE agent = a.number"
                    + " AND boot = a.boot AND job = names.job ORDER BY started_at DESC, execution DESC LIMIT 1) newest) r"
                    + " WHERE (cardinality(?::int[]) = 0 OR a.number = ANY (?)) AND strpos(lower(a.hostname), lower(?)) > 0";

    @Inject
    Database database;

    /**
     * @param lastHeartbeat when the agent was last heard of; null: never
     * @param endedAt null while it runs
     * @param dueAt when the oldest visit that is not over was due, else the newest; null where it visits nobody
     * @param lastVisitAt when its newest visit was over; null before the first
     * @param rhythm when it visits next, and how long its visits take
     * @param usuallyReads whether it has read nothing so far, and a run before it has
     */
    public record Now(
            UUID agent,
            String hostname,
            Instant lastHeartbeat,
            String boot,
            long execution,
            String job,
            String state,
            Instant startedAt,
            Instant endedAt,
            long visits,
            long readings,
            long skipped,
            long errors,
            String exit,
            Instant updatedAt,
            Instant dueAt,
            Instant lastVisitAt,
            Rhythm rhythm,
            boolean usuallyReads) {}

    /**
     * In no order.
     *
     * @param agents none: of all
     * @param host what their hostnames contain, in capitals or not; empty: anything
     */
    public List<Now> newest(Collection<Integer> agents, String host) {
        try (var connection = database.connection();
                var select = connection.prepareStatement(NEWEST)) {
            var numbers = connection.createArrayOf("int4", agents.toArray());
            select.setArray(1, numbers);
            select.setArray(2, numbers);
            select.setString(3, PlainText.of(host));
            try (var rows = select.executeQuery()) {
                var all = new ArrayList<Now>();
                while (rows.next()) {
                    all.add(read(rows, rows.getBoolean(22)));
                }
                return all;
            }
        } catch (SQLException refused) {
            throw new StoreException("read how jobs are", refused);
        }
    }

    private static Now read(ResultSet row, boolean usuallyReads) throws SQLException {
        return new Now(
                row.getObject(1, UUID.class),
                row.getString(2),
                moment(row, 3),
                row.getString(4),
                row.getLong(5),
                row.getString(6),
                row.getString(7),
                moment(row, 8),
                moment(row, 9),
                row.getLong(10),
                row.getLong(11),
                row.getLong(12),
                row.getLong(13),
                row.getString(14),
                moment(row, 15),
                moment(row, 16),
                moment(row, 17),
                new Rhythm(
                        moment(row, 18),
                        row.getString(19),
                        row.getObject(20, Double.class),
                        row.getObject(21, Double.class)),
                usuallyReads);
    }

    private static Instant moment(ResultSet row, int column) throws SQLException {
        var moment = row.getObject(column, OffsetDateTime.class);
        return moment == null ? null : moment.toInstant();
    }
}
