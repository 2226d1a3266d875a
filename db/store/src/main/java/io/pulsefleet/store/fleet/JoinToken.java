package io.pulsefleet.store.fleet;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** Whoever shows the text that this is the hash of may join. */
@Entity
@Table(name = "join_tokens")
class JoinToken {

    @Id
    private byte[] hash;

    @Column(name = "created_at")
    private Instant createdAt;

    protected JoinToken() {}

    JoinToken(byte[] hash) {
        this.hash = hash.clone();
        this.createdAt = Instant.now();
    }
}
