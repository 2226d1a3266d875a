package io.pulsefleet.store.fleet;

import io.pulsefleet.store.Database;
import io.pulsefleet.store.PlainText;
import io.pulsefleet.store.StoreException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
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
            + " visits, readings, skipped, errors, exit, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
            + " ON CONFLICT (agent, boot, execution) DO UPDATE SET state = excluded.state, ended_at = excluded.ended_at,"
            + " visits = excluded.visits, readings = excluded.readings, skipped = excluded.skipped,"
            + " errors = excluded.errors, exit = excluded.exit, updated_at = excluded.updated_at"
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
                insert.setObject(7, run.endedAt() == null ? null : run.endedAt().atOffset(ZoneOffset.UTC));
                insert.setLong(8, run.visits());
                insert.setLong(9, run.readings());
                insert.setLong(10, run.skipped());
                insert.setLong(11, run.errors());
                insert.setString(12, run.exit());
                insert.setObject(13, run.updatedAt().atOffset(ZoneOffset.UTC));
                insert.addBatch();
            }
            insert.executeBatch();
        } catch (SQLException refused) {
            throw new StoreException("keep runs", refused);
        }
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
            update.setArray(3, connection.createArrayOf("text", RUNNING.toArray()));
            update.executeUpdate();
        } catch (SQLException refused) {
            throw new StoreException("interrupt runs", refused);
        }
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
