package io.pulsefleet.store.fleet;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The agents that have registered. Changes want a transaction around them. */
@ApplicationScoped
public class Agents {

    @PersistenceContext(unitName = "pulse")
    private EntityManager entities;

    /** How a registration ended. */
    public enum Enrolment {
        NEW,
        KNOWN,
        /** The id, or the token, is another agent's. */
        CLASH
    }

    /** Registers it, or takes the facts of one that is known and shows the same token. */
    public Enrolment enrol(UUID id, byte[] tokenHash, Facts facts, Instant now) {
        oneAtATime(id);
        var owner = byToken(tokenHash);
        if (owner.isPresent() && !owner.get().id().equals(id)) {
            return Enrolment.CLASH;
        }
        var known = entities.find(Agent.class, id);
        if (known == null) {
            entities.persist(new Agent(id, tokenHash, facts, now));
            entities.flush();
            return Enrolment.NEW;
        }
        if (!known.hasToken(tokenHash)) {
            return Enrolment.CLASH;
        }
        known.tell(facts, now);
        entities.flush(); // agents are locked before their runs, by everybody
        return Enrolment.KNOWN;
    }

    /** Two registrations of one id, as when an answer was lost, take turns. */
    private void oneAtATime(UUID id) {
        entities.createNativeQuery("SELECT pg_advisory_xact_lock(?1)::text")
                .setParameter(1, id.getMostSignificantBits() ^ id.getLeastSignificantBits())
                .getSingleResult();
    }

    public Optional<Agent> find(UUID id) {
        return Optional.ofNullable(entities.find(Agent.class, id));
    }

    public Optional<Agent> byToken(byte[] hash) {
        return entities.createQuery("SELECT a FROM Agent a WHERE a.tokenHash = :hash", Agent.class)
                .setParameter("hash", hash)
                .getResultStream()
                .findFirst();
    }

    /** Only to be read. */
    public List<Agent> all() {
        return entities.createQuery("SELECT a FROM Agent a ORDER BY a.hostname, a.number", Agent.class)
                .setHint("eclipselink.read-only", true) // no second copy of each, to find what was changed
                .getResultList();
    }
}
