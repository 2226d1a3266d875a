package io.pulsefleet.store.fleet;

import io.pulsefleet.store.PlainText;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.util.Collection;
import java.util.List;

/** The runs of all agents' jobs. Changes want a transaction around them. */
@ApplicationScoped
public class Runs {

    /** As Jakarta Batch names them. */
    private static final List<String> RUNNING = List.of("STARTING", "STARTED", "STOPPING");

    @PersistenceContext(unitName = "pulse")
    private EntityManager entities;

    /** The newest report of each run wins, whichever way and in whichever order they come. */
    public void hear(int agent, Collection<Run> runs) {
        if (runs.isEmpty()) {
            return;
        }
        oneAtATime(agent);
        for (var run : runs) {
            var known = entities.find(Run.class, run.id());
            if (known == null) {
                entities.persist(run);
            } else {
                known.hear(run);
            }
        }
    }

    /**
     * The agent has started anew: what ran before runs no more. That is our guess and does not count as a report: one
     * that was on its way meanwhile, as of a run that came to its end, still tells more.
     */
    public void interruptAllBut(int agent, String boot) {
        entities.createQuery("UPDATE Run r SET r.state = 'FAILED', r.exit = 'INTERRUPTED', r.endedAt = r.updatedAt"
                        + " WHERE r.id.agent = :agent AND r.id.boot <> :boot AND r.state IN :running")
                .setParameter("agent", agent)
                .setParameter("boot", PlainText.of(boot))
                .setParameter("running", RUNNING)
                .executeUpdate();
    }

    /** The newest first. */
    public List<Run> newest(int agent, int limit) {
        return entities.createQuery(
                        "SELECT r FROM Run r WHERE r.id.agent = :agent ORDER BY r.startedAt DESC", Run.class)
                .setParameter("agent", agent)
                .setMaxResults(limit)
                .getResultList();
    }

    /** Heartbeats and shipments of one agent may tell of the same run at once. */
    private void oneAtATime(int agent) {
        entities.createNativeQuery("SELECT pg_advisory_xact_lock(?1, ?2)::text")
                .setParameter(1, "job_runs".hashCode())
                .setParameter(2, agent)
                .getSingleResult();
    }
}
