package io.pulsefleet.store.access;

import io.pulsefleet.store.TextArray;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** A key with which a sender that is not ours may send. */
@Entity
@Table(name = "api_keys")
public class ApiKey {

    @Id
    private UUID id;

    private String name;

    @SuppressWarnings("UnusedVariable") // queries compare it
    private byte[] hash;

    @Convert(converter = TextArray.class)
    private List<String> sends;

    @Column(name = "created_at")
    private Instant createdAt;

    @Column(name = "expires_at")
    private Instant expiresAt;

    @Column(name = "last_used_at")
    private Instant lastUsedAt;

    protected ApiKey() {}

    ApiKey(UUID id, String name, byte[] hash, List<String> sends, Instant now, Instant expiresAt) {
        this.id = id;
        this.name = name;
        this.hash = hash.clone();
        this.sends = List.copyOf(sends);
        this.createdAt = now;
        this.expiresAt = expiresAt;
    }

    void use(Instant at) {
        lastUsedAt = at;
    }

    public UUID id() {
        return id;
    }

    public String name() {
        return name;
    }

    /** What may be sent with it. */
    public List<String> sends() {
        return sends;
    }

    public Instant createdAt() {
        return createdAt;
    }

    /** Null: never. */
    public Instant expiresAt() {
        return expiresAt;
    }

    /** To the minute; null: never. */
    public Instant lastUsedAt() {
        return lastUsedAt;
    }
}
