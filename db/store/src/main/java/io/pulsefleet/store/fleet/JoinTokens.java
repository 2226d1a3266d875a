package io.pulsefleet.store.fleet;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.util.Optional;

/** The hashes of the tokens with which new agents may join. Changes want a transaction around them. */
@ApplicationScoped
public class JoinTokens {

    @PersistenceContext(unitName = "pulse")
    private EntityManager entities;

    /** Lets those join who show this one, besides all that hold already. */
    public void add(byte[] hash) {
        if (find(hash).isEmpty()) {
            entities.persist(new JoinToken(hash));
        }
    }

    public boolean holds(byte[] hash) {
        return find(hash).isPresent();
    }

    private Optional<JoinToken> find(byte[] hash) {
        return entities.createQuery("SELECT t FROM JoinToken t WHERE t.hash = :hash", JoinToken.class)
                .setParameter("hash", hash)
                .getResultStream()
                .findFirst();
    }
}
