package io.pulsefleet.store.access;

import io.pulsefleet.store.TextArray;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** A key with which a sender that is not ours may send, or a script may do what its role may. */
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

    @Column(name = "last_used_from")
    private String lastUsedFrom;

    private String role;

    @Convert(converter = TextArray.class)
    private List<String> groups;

    @ManyToOne
    @JoinColumn(name = "maker_id")
    private User maker;

    @Column(name = "made_by")
    private String madeBy;

    @Column(name = "rotated_at")
    private Instant rotatedAt;

    @Column(name = "old_hash")
    @SuppressWarnings("UnusedVariable") // queries compare it
    private byte[] oldHash;

    @Column(name = "old_until")
    private Instant oldUntil;

    protected ApiKey() {}

    ApiKey(UUID id, byte[] hash, Grant grant, User maker, Instant now) {
        this.id = id;
        this.name = grant.name();
        this.hash = hash.clone();
        this.sends = grant.sends();
        this.role = grant.role();
        this.groups = grant.groups();
        this.expiresAt = grant.expiresAt();
        this.maker = maker;
        this.madeBy = maker.name();
        this.createdAt = now;
    }

    /**
     * What a key is good for.
     *
     * @param sends what may be sent with it
     * @param role what else may be done with it; null: nothing
     * @param groups on hosts of which groups; {@code *}: of all that its maker may see
     * @param expiresAt null: never
     */
    public record Grant(String name, List<String> sends, String role, List<String> groups, Instant expiresAt) {

        public Grant {
            sends = List.copyOf(sends);
            groups = List.copyOf(groups);
        }
    }

    void use(Instant at, String from) {
        lastUsedAt = at;
        lastUsedFrom = from;
    }

    void expireAt(Instant moment) {
        expiresAt = moment;
    }

    void rotate(byte[] newHash, Instant now, Instant oldHoldsUntil) {
        oldHash = oldHoldsUntil.isAfter(now) ? hash : null;
        oldUntil = oldHoldsUntil.isAfter(now) ? oldHoldsUntil : null;
        hash = newHash.clone();
        rotatedAt = now;
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

    /** From where; null: never. */
    public String lastUsedFrom() {
        return lastUsedFrom;
    }

    /** What may be done with it beside sending; null: nothing. */
    public String role() {
        return role;
    }

    /** On hosts of which groups; {@code *}: of all that its maker may see. */
    public List<String> groups() {
        return groups;
    }

    /** Null: nobody who is still there. */
    public User maker() {
        return maker;
    }

    /** What its maker was called; null: nobody knows any more. */
    public String madeBy() {
        return madeBy;
    }

    /** Null: never. */
    public Instant rotatedAt() {
        return rotatedAt;
    }

    /** Until when the secret before the last rotation holds; null: it does not. */
    public Instant oldUntil() {
        return oldUntil;
    }
}
