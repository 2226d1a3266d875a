package io.pulsefleet.store.access;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;
import java.time.Instant;

/** A person, or a program of a person's, that may use the API. */
@Entity
@Table(name = "users")
public class User {

    @Id
    @SequenceGenerator(name = "users", sequenceName = "users_id_seq", allocationSize = 50)
    @GeneratedValue(generator = "users")
    private long id;

    private String name;

    @Column(name = "password_hash")
    private String passwordHash;

    private String role;

    @Column(name = "created_at")
    private Instant createdAt;

    @Column(name = "updated_at")
    private Instant updatedAt;

    protected User() {}

    User(String name, String passwordHash, String role, Instant now) {
        this.name = name;
        this.passwordHash = passwordHash;
        this.role = role;
        this.createdAt = now;
        this.updatedAt = now;
    }

    void setPasswordHash(String hash, Instant now) {
        passwordHash = hash;
        updatedAt = now;
    }

    public String name() {
        return name;
    }

    public String passwordHash() {
        return passwordHash;
    }

    public String role() {
        return role;
    }
}
