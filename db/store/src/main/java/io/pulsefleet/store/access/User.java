package io.pulsefleet.store.access;

import io.pulsefleet.store.TextArray;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A person, or a program of a person's, that may use the API. */
@Entity
@Table(name = "users")
public class User {

    @Id
    @SequenceGenerator(name = "users", sequenceName = "users_id_seq", allocationSize = 50)
    @GeneratedValue(generator = "users")
    private long id;

    private String name;

    @Column(name = "display_name")
    private String displayName;

    @Column(name = "password_hash")
    private String passwordHash;

    @Column(name = "openid_issuer")
    private String openIdIssuer;

    @Column(name = "openid_subject")
    private String openIdSubject;

    private String role;

    @Convert(converter = TextArray.class)
    private List<String> groups;

    private boolean disabled;

    @Column(name = "created_at")
    private Instant createdAt;

    @Column(name = "updated_at")
    private Instant updatedAt;

    @Column(name = "password_changed_at")
    private Instant passwordChangedAt;

    @Column(name = "last_sign_in_at")
    private Instant lastSignInAt;

    protected User() {}

    User(String name, String passwordHash, Account account, Instant now) {
        this.name = name;
        this.passwordHash = passwordHash;
        this.createdAt = now;
        this.passwordChangedAt = passwordHash == null ? null : now;
        become(account, now);
    }

    /**
     * What an admin says of a user.
     *
     * @param groups of which groups of hosts it sees anything; {@code *}: of all
     */
    public record Account(String displayName, String role, List<String> groups, boolean disabled) {

        public Account {
            groups = List.copyOf(groups);
        }

        /** One that may see all hosts. */
        public static Account of(String role) {
            return new Account("", role, List.of("*"), false);
        }
    }

    /** What an OpenID provider knows somebody by: its own address, and what it calls that one for ever. */
    public record OpenId(String issuer, String subject) {}

    void become(OpenId id, Instant now) {
        openIdIssuer = id.issuer();
        openIdSubject = id.subject();
        updatedAt = now;
    }

    final void become(Account account, Instant now) {
        displayName = account.displayName();
        role = account.role();
        groups = account.groups();
        disabled = account.disabled();
        updatedAt = now;
    }

    void setPasswordHash(String hash, Instant now) {
        passwordHash = hash;
        passwordChangedAt = now;
        updatedAt = now;
    }

    void signedIn(Instant now) {
        lastSignInAt = now;
    }

    public Account account() {
        return new Account(displayName, role, groups, disabled);
    }

    public long id() {
        return id;
    }

    public String name() {
        return name;
    }

    /** Empty: it signs in through the OpenID provider. */
    public Optional<String> passwordHash() {
        return Optional.ofNullable(passwordHash);
    }

    /** It signs in through the provider, and has not done so yet. */
    public boolean awaitsOpenId() {
        return passwordHash == null && openIdSubject == null;
    }

    public String role() {
        return role;
    }

    /** Of which groups of hosts it sees anything; {@code *}: of all. */
    public List<String> groups() {
        return groups;
    }

    /** May not come in, by whichever key. */
    public boolean isDisabled() {
        return disabled;
    }

    public Instant createdAt() {
        return createdAt;
    }

    /** Null: it has none. */
    public Instant passwordChangedAt() {
        return passwordChangedAt;
    }

    /** Null: never. */
    public Instant lastSignInAt() {
        return lastSignInAt;
    }
}
