package io.pulsefleet.store.fleet;

import io.pulsefleet.store.TextArray;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** An agent that has registered. */
@Entity
@Table(name = "agents")
public class Agent {

    @Id
    private UUID id;

    @Column(insertable = false, updatable = false)
    private int number;

    @Column(name = "token_hash")
    private byte[] tokenHash;

    @Column(name = "machine_hash")
    private byte[] machineHash;

    private String hostname;

    @Column(name = "ip_address")
    private String ipAddress;

    @Convert(converter = TextArray.class)
    private List<String> addresses;

    private String os;
    private String kernel;
    private String arch;
    private int cpus;

    @Column(name = "memory_bytes")
    private long memoryBytes;

    private String version;
    private String boot;

    @Column(name = "last_heartbeat")
    private Instant lastHeartbeat;

    @Column(name = "clock_offset_seconds")
    private Double clockOffsetSeconds;

    @Convert(converter = TextArray.class)
    private List<String> troubles;

    @Embedded
    private Spool spool;

    @Column(insertable = false, updatable = false)
    private String kind;

    @Column(name = "silence_seconds", insertable = false, updatable = false)
    private Integer silenceSeconds;

    @Column(name = "key_name", insertable = false, updatable = false)
    private String keyName;

    @Column(name = "created_at")
    private Instant createdAt;

    @Column(name = "updated_at")
    private Instant updatedAt;

    protected Agent() {}

    /** @param tokenHash null: it shows a certificate */
    Agent(UUID id, byte[] tokenHash, Facts facts, Instant now) {
        this.id = id;
        this.tokenHash = tokenHash == null ? null : tokenHash.clone();
        this.troubles = List.of();
        this.spool = Spool.EMPTY;
        this.createdAt = now;
        tell(facts, now);
    }

    final void tell(Facts facts, Instant now) {
        hostname = facts.hostname();
        ipAddress = facts.ipAddress();
        addresses = facts.addresses();
        os = facts.os();
        kernel = facts.kernel();
        arch = facts.arch();
        cpus = facts.cpus();
        memoryBytes = facts.memoryBytes();
        version = facts.version();
        boot = facts.boot();
        updatedAt = now;
    }

    boolean hasToken(byte[] hash) {
        return tokenHash != null && MessageDigest.isEqual(tokenHash, hash);
    }

    /** From now on it shows a certificate, and its token is no good. */
    void certify(byte[] machine) {
        tokenHash = null;
        machineHash = machine == null ? machineHash : machine.clone();
    }

    /** Nothing that it shows is any good. */
    void disown() {
        tokenHash = null;
    }

    public Named named() {
        return new Named(number, id, hostname);
    }

    public UUID id() {
        return id;
    }

    /** Stands for it where there are millions of rows. */
    public int number() {
        return number;
    }

    public String hostname() {
        return hostname;
    }

    public List<String> addresses() {
        return addresses;
    }

    public String os() {
        return os;
    }

    public String kernel() {
        return kernel;
    }

    public String arch() {
        return arch;
    }

    public int cpus() {
        return cpus;
    }

    public long memoryBytes() {
        return memoryBytes;
    }

    public String version() {
        return version;
    }

    /** Its newest start. */
    public String boot() {
        return boot;
    }

    /** By the hub's clock; null: none yet. */
    public Instant lastHeartbeat() {
        return lastHeartbeat;
    }

    /** How far its clock is ahead of the hub's; null: not known yet. */
    public Double clockOffsetSeconds() {
        return clockOffsetSeconds;
    }

    public List<String> troubles() {
        return troubles;
    }

    public Spool spool() {
        return spool;
    }

    /** {@code agent}, or what kind of sender that is not ours: {@code pulse}, {@code postgres}. */
    public String kind() {
        return kind;
    }

    /** How long it may say nothing and still be online; null: as our agents. */
    public Duration silence() {
        return silenceSeconds == null ? null : Duration.ofSeconds(silenceSeconds);
    }

    /** With whose API key it sent last; null: one of ours. */
    public String keyName() {
        return keyName;
    }

    public Instant createdAt() {
        return createdAt;
    }

    public Instant updatedAt() {
        return updatedAt;
    }
}
