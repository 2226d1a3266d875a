package io.pulsefleet.store.access;

import io.pulsefleet.store.PlainText;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Instant;
import java.util.Optional;

/** The users. Changes want a transaction around them. */
@ApplicationScoped
public class Users {

    @PersistenceContext(unitName = "pulse")
    private EntityManager entities;

    public Optional<User> find(String name) {
        return entities.createQuery("SELECT u FROM User u WHERE u.name = :name", User.class)
                .setParameter("name", PlainText.of(name))
                .getResultStream()
                .findFirst();
    }

    /** Makes the user, or gives one that is there another password; whoever was signed in by the old one is no more. */
    public void put(String name, String role, String passwordHash, Instant now) {
        var known = find(name);
        if (known.isEmpty()) {
            entities.persist(new User(name, passwordHash, role, now));
            return;
        }
        known.get().setPasswordHash(passwordHash, now);
        entities.createQuery("DELETE FROM Session s WHERE s.user = :user")
                .setParameter("user", known.get())
                .executeUpdate();
    }
}
