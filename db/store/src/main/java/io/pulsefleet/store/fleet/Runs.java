package io.pulsefleet.store.fleet;

import io.pulsefleet.store.Database;
import io.pulsefleet.store.PlainText;
import io.pulsefleet.store.StoreException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The runs of all agents' jobs. Changes want a transaction around them. */
@ApplicationScoped
public class Runs {

    /** As Jakarta Batch names them. */
    private static final List<String> RUNNING = List.of("STARTING", "STARTED", "STOPPING");

    /** In one order, so that two never wait crosswise. */
    private static final Comparator<RunId> ORDER =
            Comparator.comparingInt(RunId::agent).thenComparing(RunId::boot).thenComparingLong(RunId::execution);

    private static final String HEAR = "INSERT INTO job_runs (agent, boot, execution, job, state, started_at, ended_at,"
            + " visits, readings, skipped, errors, exit, updated_at, due_at, last_visit_at, detail,"
            + " next_visit_at, rest, took_seconds, usual_seconds)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
            + " ON CONFLICT (agent, boot, execution) DO UPDATE SET state = excluded.state, ended_at = excluded.ended_at,"
            + " visits = excluded.visits, readings = excluded.readings, skipped = excluded.skipped,"
            + " errors = excluded.errors, exit = excluded.exit, updated_at = excluded.updated_at,"
            + " due_at = excluded.due_at, last_visit_at = excluded.last_visit_at,"
            + " next_visit_at = excluded.next_visit_at, rest = excluded.rest,"
            + " took_seconds = excluded.took_seconds, usual_seconds = excluded.usual_seconds,"
            + " detail = COALESCE(excluded.detail, job_runs.detail)"
            + " WHERE excluded.updated_at > job_runs.updated_at";

    private static final String INTERRUPT =
            "UPDATE job_runs r SET state = 'FAILED', exit = 'INTERRUPTED', ended_at = r.updated_at"
                    + " FROM (SELECT r.agent, r.boot, r.execution FROM unnest(?::int[], ?::text[]) AS now (agent, boot)"
                    + " JOIN job_runs r ON r.agent = now.agent AND r.boot <> now.boot AND r.state = ANY (?)"
                    + " ORDER BY 1, 2, 3 FOR UPDATE OF r) AS before"
                    + " WHERE r.agent = before.agent AND r.boot = before.boot AND r.execution = before.execution";

    @Inject
    Database database;

    @PersistenceContext(unitName = "pulse")
    private EntityManager entities;

    /** The newest report of each run wins, whichever way and in whichever order they come. */
    public void hear(Collection<Run> runs) {
        if (runs.isEmpty()) {
            return;
        }
        var newest = new TreeMap<RunId, Run>(ORDER);
        runs.forEach(run -> newest.merge(run.id(), run, Run::newer));
        try (var connection = database.connection();
                var insert = connection.prepareStatement(HEAR)) {
            for (var run : newest.values()) {
                insert.setInt(1, run.id().agent());
                insert.setString(2, run.id().boot());
                insert.setLong(3, run.id().execution());
                insert.setString(4, run.job());
                insert.setString(5, run.state());
                insert.setObject(6, run.startedAt().atOffset(ZoneOffset.UTC));
                insert.setObject(7, utc(run.endedAt()));
                insert.setLong(8, run.visits());
                insert.setLong(9, run.readings());
                insert.setLong(10, run.skipped());
                insert.setLong(11, run.errors());
                insert.setString(12, run.exit());
                insert.setObject(13, run.updatedAt().atOffset(ZoneOffset.UTC));
                insert.setObject(14, utc(run.dueAt()));
                insert.setObject(15, utc(run.lastVisitAt()));
                insert.setString(16, run.detail());
                insert.setObject(17, utc(run.rhythm().nextVisitAt()));
                insert.setString(18, run.rhythm().rest());
                insert.setObject(19, run.rhythm().tookSeconds(), Types.DOUBLE);
                insert.setObject(20, run.rhythm().usualSeconds(), Types.DOUBLE);
                insert.addBatch();
            }
            insert.executeBatch();
        } catch (SQLException refused) {
            throw new StoreException("keep runs", refused);
        }
    }

    private static OffsetDateTime utc(Instant moment) {
        return moment == null ? null : moment.atOffset(ZoneOffset.UTC);
    }

    /**
     * Agents have started anew: what ran before runs no more. That is our guess and does not count as a report: one
     * that was on its way meanwhile, as of a run that came to its end, still tells more.
     *
     * @param boots the boot that each agent has now
     */
    public void interruptAllBut(Map<Integer, String> boots) {
        if (boots.isEmpty()) {
            return;
        }
        try (var connection = database.connection();
                var update = connection.prepareStatement(INTERRUPT)) {
            var agents = new TreeMap<>(boots);
            update.setArray(1, connection.createArrayOf("int4", agents.keySet().toArray()));
            update.setArray(
                    2,
                    connection.createArrayOf(
                            "text", agents.values().stream().map(PlainText::of).toArray()));
            update.setArray(3, PlainText.array(connection, RUNNING));
            update.executeUpdate();
        } catch (SQLException refused) {
            throw new StoreException("interrupt runs", refused);
        }
    }

    /** Empty: the hub has not heard of it. */
    public Optional<Run> find(RunId id) {
        return Optional.ofNullable(entities.find(Run.class, id));
    }

    /** What a run was like inside, as JSON; empty: nobody told. */
    public Optional<String> detail(RunId id) {
        try (var connection = database.connection();
                var select = connection.prepareStatement(
                        "SELECT detail FROM job_runs WHERE agent = ? AND boot = ? AND execution = ?")) {
            select.setInt(1, id.agent());
            select.setString(2, PlainText.of(id.boot()));
            select.setLong(3, id.execution());
            try (var rows = select.executeQuery()) {
                return rows.next() ? Optional.ofNullable(rows.getString(1)) : Optional.empty();
            }
        } catch (SQLException refused) {
            throw new StoreException("read what a run was like", refused);
        }
    }

    /**
     * Forgets a run that is over.
     *
     * @return whether there was such a one
     */
    public boolean forget(RunId id) {
        return entities.createQuery("DELETE FROM Run r WHERE r.id = :id AND r.state NOT IN :running")
                        .setParameter("id", id)
                        .setParameter("running", RUNNING)
                        .executeUpdate()
                == 1;
    }

    /** The newest runs of one job of an agent, of all its boots; the newest first. */
    public List<Run> newestOf(int agent, String job, int limit) {
        return entities.createQuery(
                        "SELECT r FROM Run r WHERE r.id.agent = :agent AND r.job = :job ORDER BY r.startedAt DESC",
                        Run.class)
                .setParameter("agent", agent)
                .setParameter("job", job)
                .setMaxResults(limit)
                .getResultList();
    }

    /** The newest first. */
    public List<Run> newest(int agent, int limit) {
        return entities.createQuery(
                        "SELECT r FROM Run r WHERE r.id.agent = :agent ORDER BY r.startedAt DESC", Run.class)
                .setParameter("agent", agent)
                .setMaxResults(limit)
                .getResultList();
    }
}
