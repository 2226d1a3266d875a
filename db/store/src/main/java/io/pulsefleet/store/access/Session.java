package io.pulsefleet.store.access;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import java.time.Instant;

/** A user who has signed in, until it expires. */
@Entity
@Table(name = "sessions")
public class Session {

    @Id
    private byte[] hash;

    @ManyToOne
    @JoinColumn(name = "user_id")
    private User user;

    @Column(name = "created_at")
    private Instant createdAt;

    @Column(name = "expires_at")
    private Instant expiresAt;

    protected Session() {}

    Session(byte[] hash, User user, Instant now, Instant expiresAt) {
        this.hash = hash.clone();
        this.user = user;
        this.createdAt = now;
        this.expiresAt = expiresAt;
    }

    public User user() {
        return user;
    }

    public Instant expiresAt() {
        return expiresAt;
    }
}
