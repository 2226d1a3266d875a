package io.pulsefleet.store.access;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

/** A user who has signed in, until it expires. */
@Entity
@Table(name = "sessions")
public class Session {

    @Id
    private byte[] hash;

    private UUID id;

    @ManyToOne
    @JoinColumn(name = "user_id")
    private User user;

    private String address;

    @Column(name = "user_agent")
    private String userAgent;

    @Column(name = "created_at")
    private Instant createdAt;

    @Column(name = "last_used_at")
    private Instant lastUsedAt;

    @Column(name = "expires_at")
    private Instant expiresAt;

    @Column(name = "ends_at")
    private Instant endsAt;

    protected Session() {}

    Session(byte[] hash, User user, Visitor visitor, Span span) {
        this.hash = hash.clone();
        this.id = UUID.randomUUID();
        this.user = user;
        this.address = visitor.address();
        this.userAgent = visitor.userAgent();
        this.createdAt = span.begin();
        this.lastUsedAt = span.begin();
        this.expiresAt = span.expires();
        this.endsAt = span.ends();
    }

    /** @param userAgent what the browser calls itself */
    public record Visitor(String address, String userAgent) {}

    /**
     * @param expires unless it is used before
     * @param ends however often it is used
     */
    public record Span(Instant begin, Instant expires, Instant ends) {}

    /** What it is called; of no use to come in with. */
    public UUID id() {
        return id;
    }

    public User user() {
        return user;
    }

    /** From where it was begun. */
    public Visitor visitor() {
        return new Visitor(address, userAgent);
    }

    public Instant createdAt() {
        return createdAt;
    }

    /** To some minutes. */
    public Instant lastUsedAt() {
        return lastUsedAt;
    }

    public Instant expiresAt() {
        return expiresAt;
    }

    /** However often it is used. */
    public Instant endsAt() {
        return endsAt;
    }
}
