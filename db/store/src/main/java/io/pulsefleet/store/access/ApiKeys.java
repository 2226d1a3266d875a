package io.pulsefleet.store.access;

import io.pulsefleet.store.access.ApiKey.Grant;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The keys of senders that are not ours, and of scripts. Only their hashes are kept. Changes want a transaction around them. */
@ApplicationScoped
public class ApiKeys {

    /** A use is noted so often and not with each request. */
    private static final Duration NOTED_EVERY = Duration.ofMinutes(1);

    @PersistenceContext(unitName = "pulse")
    private EntityManager entities;

    /** By name. */
    public List<ApiKey> all() {
        return entities.createQuery("SELECT k FROM ApiKey k ORDER BY k.name", ApiKey.class)
                .getResultList();
    }

    public boolean isTaken(String name) {
        return !entities.createQuery("SELECT k.id FROM ApiKey k WHERE k.name = :name", UUID.class)
                .setParameter("name", name)
                .getResultList()
                .isEmpty();
    }

    public ApiKey add(UUID id, byte[] hash, Grant grant, User maker, Instant now) {
        var key = new ApiKey(id, hash, grant, entities.merge(maker), now);
        entities.persist(key);
        entities.flush();
        return key;
    }

    public Optional<ApiKey> find(UUID id) {
        return Optional.ofNullable(entities.find(ApiKey.class, id));
    }

    /**
     * Its secret is another now; the one before holds for a while.
     *
     * @param expiresAt null: stays
     */
    public void rotate(ApiKey key, byte[] hash, Instant now, Instant oldHoldsUntil, Instant expiresAt) {
        key.rotate(hash, now, oldHoldsUntil);
        if (expiresAt != null) {
            key.expireAt(expiresAt);
        }
        entities.flush();
    }

    /** One that holds now; that it was used is noted. */
    public Optional<ApiKey> use(byte[] hash, Instant now, String from) {
        var found = entities.createQuery(
                        "SELECT k FROM ApiKey k LEFT JOIN FETCH k.maker"
                                + " WHERE (k.hash = :hash OR (k.oldHash = :hash AND k.oldUntil > :now))"
                                + " AND (k.expiresAt IS NULL OR k.expiresAt > :now)",
                        ApiKey.class)
                .setParameter("hash", hash)
                .setParameter("now", now)
                .getResultStream()
                .findFirst();
        found.filter(key -> key.lastUsedAt() == null
                        || key.lastUsedAt().plus(NOTED_EVERY).isBefore(now))
                .ifPresent(key -> key.use(now, from));
        return found;
    }

    /** @return false: there is none */
    public boolean remove(UUID id) {
        return entities.createQuery("DELETE FROM ApiKey k WHERE k.id = :id")
                        .setParameter("id", id)
                        .executeUpdate()
                == 1;
    }
}
