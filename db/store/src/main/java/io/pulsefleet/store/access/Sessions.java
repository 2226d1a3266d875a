package io.pulsefleet.store.access;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Instant;
import java.util.Optional;

/** Who is signed in. Only hashes are kept: whoever reads them cannot come in with them. Changes want a transaction. */
@ApplicationScoped
public class Sessions {

    @PersistenceContext(unitName = "pulse")
    private EntityManager entities;

    /** Notes that the user has signed in, and forgets sessions that are over. */
    public void begin(byte[] hash, User user, Instant now, Instant expiresAt) {
        entities.createQuery("DELETE FROM Session s WHERE s.expiresAt < :now")
                .setParameter("now", now)
                .executeUpdate();
        entities.persist(new Session(hash, entities.merge(user), now, expiresAt));
    }

    /** One that is not over yet. */
    public Optional<Session> find(byte[] hash, Instant now) {
        return entities.createQuery(
                        "SELECT s FROM Session s JOIN FETCH s.user WHERE s.hash = :hash AND s.expiresAt > :now",
                        Session.class)
                .setParameter("hash", hash)
                .setParameter("now", now)
                .getResultStream()
                .findFirst();
    }

    public void extend(byte[] hash, Instant expiresAt) {
        entities.createQuery("UPDATE Session s SET s.expiresAt = :later WHERE s.hash = :hash")
                .setParameter("later", expiresAt)
                .setParameter("hash", hash)
                .executeUpdate();
    }

    public void end(byte[] hash) {
        entities.createQuery("DELETE FROM Session s WHERE s.hash = :hash")
                .setParameter("hash", hash)
                .executeUpdate();
    }
}
