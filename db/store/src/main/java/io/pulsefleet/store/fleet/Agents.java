package io.pulsefleet.store.fleet;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.nio.ByteBuffer;
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

    /**
     * Takes it in as one that shows a certificate from now on, or takes the facts of one that is known.
     *
     * @param machine null: not told
     * @return false: it was known
     */
    public boolean certify(UUID id, byte[] machine, Facts facts, Instant now) {
        var known = entities.find(Agent.class, id);
        var agent = known == null ? new Agent(id, null, facts, now) : known;
        agent.tell(facts, now);
        agent.certify(machine);
        if (known == null) {
            entities.persist(agent);
        }
        entities.flush();
        return known == null;
    }

    /** Takes the facts of one that is known. */
    public void tell(UUID id, Facts facts, Instant now) {
        find(id).ifPresent(agent -> agent.tell(facts, now));
        entities.flush(); // agents are locked before their runs, by everybody
    }

    /** Its token is no good any more. */
    public void disown(UUID id) {
        find(id).ifPresent(Agent::disown);
        entities.flush();
    }

    /** Those who join from one machine at once take turns until the transaction ends. */
    public Optional<Agent> byMachine(byte[] hash) {
        entities.createNativeQuery("SELECT pg_advisory_xact_lock(?1)::text")
                .setParameter(1, ByteBuffer.wrap(hash).getLong())
                .getSingleResult();
        return entities.createQuery("SELECT a FROM Agent a WHERE a.machineHash = :hash", Agent.class)
                .setParameter("hash", hash)
                .getResultStream()
                .findFirst();
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
