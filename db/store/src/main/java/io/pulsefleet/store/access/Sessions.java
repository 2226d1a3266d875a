package io.pulsefleet.store.access;

import io.pulsefleet.store.access.Session.Span;
import io.pulsefleet.store.access.Session.Visitor;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Who is signed in. Only hashes are kept: whoever reads them cannot come in with them. Changes want a transaction. */
@ApplicationScoped
public class Sessions {

    @PersistenceContext(unitName = "pulse")
    private EntityManager entities;

    /** Notes that the user has signed in, and forgets sessions that are over. */
    public void begin(byte[] hash, User user, Visitor visitor, Span span) {
        entities.createQuery("DELETE FROM Session s WHERE s.expiresAt < :now")
                .setParameter("now", span.begin())
                .executeUpdate();
        entities.persist(new Session(hash, entities.merge(user), visitor, span));
    }

    /** One that is not over yet, of a user who may come in. */
    public Optional<Session> find(byte[] hash, Instant now) {
        return entities.createQuery(
                        "SELECT s FROM Session s JOIN FETCH s.user WHERE s.hash = :hash AND s.expiresAt > :now"
                                + " AND s.user.disabled = FALSE",
                        Session.class)
                .setParameter("hash", hash)
                .setParameter("now", now)
                .getResultStream()
                .findFirst();
    }

    /** Those of a user that are not over yet, the one used last first. */
    public List<Session> of(String user, Instant now) {
        return entities.createQuery(
                        "SELECT s FROM Session s WHERE s.user.name = :user AND s.expiresAt > :now"
                                + " ORDER BY s.lastUsedAt DESC, s.id",
                        Session.class)
                .setParameter("user", user)
                .setParameter("now", now)
                .getResultList();
    }

    public void extend(byte[] hash, Instant now, Instant expiresAt) {
        entities.createQuery("UPDATE Session s SET s.lastUsedAt = :now, s.expiresAt = :later WHERE s.hash = :hash")
                .setParameter("now", now)
                .setParameter("later", expiresAt)
                .setParameter("hash", hash)
                .executeUpdate();
    }

    /** @return whose it was; empty: there was none */
    public Optional<String> end(byte[] hash) {
        var user = entities.createQuery("SELECT s.user.name FROM Session s WHERE s.hash = :hash", String.class)
                .setParameter("hash", hash)
                .getResultStream()
                .findFirst();
        entities.createQuery("DELETE FROM Session s WHERE s.hash = :hash")
                .setParameter("hash", hash)
                .executeUpdate();
        return user;
    }

    /** @return false: the user has none that is called so */
    public boolean end(String user, UUID id) {
        return entities.createQuery("DELETE FROM Session s WHERE s.id = :id AND s.user.id IN"
                                + " (SELECT u.id FROM User u WHERE u.name = :user)")
                        .setParameter("id", id)
                        .setParameter("user", user)
                        .executeUpdate()
                == 1;
    }

    /** @return how many there were */
    public int endAll(String user) {
        return entities.createQuery(
                        "DELETE FROM Session s WHERE s.user.id IN (SELECT u.id FROM User u WHERE u.name = :user)")
                .setParameter("user", user)
                .executeUpdate();
    }
}
