package io.pulsefleet.store.access;

import io.pulsefleet.store.PlainText;
import io.pulsefleet.store.access.User.Account;
import io.pulsefleet.store.access.User.OpenId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The users. Changes want a transaction around them, unless they say that they bring their own. */
@ApplicationScoped
public class Users {

    /** From where somebody signed in is remembered for so long. */
    private static final Duration PLACES_KEPT = Duration.ofDays(90);

    @PersistenceContext(unitName = "pulse")
    private EntityManager entities;

    public Optional<User> find(String name) {
        return entities.createQuery("SELECT u FROM User u WHERE u.name = :name", User.class)
                .setParameter("name", PlainText.of(name))
                .getResultStream()
                .findFirst();
    }

    public Optional<User> find(OpenId id) {
        return entities.createQuery(
                        "SELECT u FROM User u WHERE u.openIdIssuer = :issuer AND u.openIdSubject = :subject",
                        User.class)
                .setParameter("issuer", PlainText.of(id.issuer()))
                .setParameter("subject", PlainText.of(id.subject()))
                .getResultStream()
                .findFirst();
    }

    /** By name. */
    public List<User> all() {
        return entities.createQuery("SELECT u FROM User u ORDER BY u.name", User.class)
                .getResultList();
    }

    /** By name, and until the transaction ends nobody else changes any: so that the last admin stays one. */
    public List<User> lockAll() {
        entities.createNativeQuery("LOCK TABLE users IN SHARE ROW EXCLUSIVE MODE")
                .executeUpdate();
        return entities.createQuery("SELECT u FROM User u ORDER BY u.name", User.class)
                .getResultList();
    }

    public User add(String name, String passwordHash, Account account, Instant now) {
        var user = new User(name, passwordHash, account, now);
        entities.persist(user);
        entities.flush();
        return user;
    }

    /** One that signs in through the OpenID provider. */
    public User addWithoutPassword(String name, Account account, Instant now) {
        return add(name, null, account, now);
    }

    /** From now on it is the one whom the provider knows by this. */
    public User become(User user, OpenId id, Instant now) {
        var kept = entities.merge(user);
        kept.become(id, now);
        entities.flush();
        return kept;
    }

    /** Makes the user, or gives one that is there another password; whoever was signed in by the old one is no more. */
    public void put(String name, String role, String passwordHash, Instant now) {
        find(name)
                .ifPresentOrElse(
                        known -> changePassword(known, passwordHash, now),
                        () -> add(name, passwordHash, Account.of(role), now));
    }

    /** Whoever was signed in by the old one is no more. */
    public void changePassword(User user, String passwordHash, Instant now) {
        entities.merge(user).setPasswordHash(passwordHash, now);
        endSessions(user);
    }

    /** The same password, kept in a better way: sessions go on. Not where it was changed meanwhile. In a transaction of its own. */
    @Transactional
    public boolean renewHash(User user, String before, String after) {
        return entities.createQuery("UPDATE User u SET u.passwordHash = :after"
                                + " WHERE u.id = :user AND u.passwordHash = :before")
                        .setParameter("after", after)
                        .setParameter("user", user.id())
                        .setParameter("before", before)
                        .executeUpdate()
                == 1;
    }

    /** Where its rights are others than before, all its sessions end. */
    public void change(User user, Account account, Instant now) {
        var before = user.account();
        entities.merge(user).become(account, now);
        if (account.disabled()
                || !before.role().equals(account.role())
                || !before.groups().equals(account.groups())) {
            endSessions(user);
        }
    }

    private void endSessions(User user) {
        entities.createQuery("DELETE FROM Session s WHERE s.user.id = :user")
                .setParameter("user", user.id())
                .executeUpdate();
    }

    /** With its sessions; keys with a role that it made are of no use from now on. */
    public void remove(User user) {
        endSessions(user);
        entities.flush();
        entities.remove(entities.merge(user));
        entities.flush();
    }

    /** Notes when and from where. */
    public void signedIn(User user, String address, Instant now) {
        entities.merge(user).signedIn(now);
        entities.createNativeQuery("DELETE FROM sign_in_places WHERE user_id = ?1 AND at < ?2")
                .setParameter(1, user.id())
                .setParameter(2, Timestamp.from(now.minus(PLACES_KEPT)))
                .executeUpdate();
        entities.createNativeQuery("INSERT INTO sign_in_places (user_id, address, at) VALUES (?1, ?2, ?3)"
                        + " ON CONFLICT (user_id, address) DO UPDATE SET at = excluded.at")
                .setParameter(1, user.id())
                .setParameter(2, address)
                .setParameter(3, Timestamp.from(now))
                .executeUpdate();
    }

    /** Whether it has signed in from there within 90 days. */
    public boolean isAtHome(User user, String address) {
        return !entities.createNativeQuery("SELECT 1 FROM sign_in_places WHERE user_id = ?1 AND address = ?2")
                .setParameter(1, user.id())
                .setParameter(2, address)
                .getResultList()
                .isEmpty();
    }
}
