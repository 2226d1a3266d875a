package io.pulsefleet.store.access;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The keys of senders that are not ours. Only their hashes are kept. Changes want a transaction around them. */
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

    public ApiKey add(UUID id, String name, byte[] hash, List<String> sends, Instant now, Instant expiresAt) {
        var key = new ApiKey(id, name, hash, sends, now, expiresAt);
        entities.persist(key);
        entities.flush();
        return key;
    }

    /** One that holds now; that it was used is noted. */
    public Optional<ApiKey> use(byte[] hash, Instant now) {
        var found = entities.createQuery(
                        "SELECT k FROM ApiKey k WHERE k.hash = :hash AND (k.expiresAt IS NULL OR k.expiresAt > :now)",
                        ApiKey.class)
                .setParameter("hash", hash)
                .setParameter("now", now)
                .getResultStream()
                .findFirst();
        found.filter(key -> key.lastUsedAt() == null
                        || key.lastUsedAt().plus(NOTED_EVERY).isBefore(now))
                .ifPresent(key -> key.use(now));
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
