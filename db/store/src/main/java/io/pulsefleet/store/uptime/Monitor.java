package io.pulsefleet.store.uptime;

import io.pulsefleet.store.TextArray;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Something that must be up. */
@Entity
@Table(name = "api_monitors")
public class Monitor {

    @Id
    private int id;

    private String name;
    private String kind;

    @Column(name = "check_body")
    @Convert(converter = JsonText.class)
    private String check;

    private String schedule;

    @Column(name = "degraded_ms")
    private Integer degradedMs;

    private int retries;
    private Integer quorum;

    @Convert(converter = TextArray.class)
    private List<String> datacenters;

    @Convert(converter = TextArray.class)
    private List<String> tags;

    private boolean paused;

    @Column(name = "is_public")
    private boolean isPublic;

    @Column(name = "needs_monitor")
    private Integer needsMonitor;

    /** As text: what is null goes to PostgreSQL as one, and it takes none for a uuid. */
    @Column(name = "needs_host")
    private String needsHost;

    @Column(name = "status_group")
    private String statusGroup;

    @Column(name = "push_hash")
    @SuppressWarnings("UnusedVariable") // queries compare it
    private byte[] pushHash;

    /** A trigger moves it. */
    @Column(insertable = false, updatable = false)
    private long revision;

    @Column(name = "changed_at")
    private Instant changedAt;

    @Column(name = "changed_by")
    private String changedBy;

    protected Monitor() {}

    Monitor(int id, Wish wish, Instant now, String by) {
        this.id = id;
        take(wish, now, by);
    }

    final void take(Wish wish, Instant now, String by) {
        name = wish.name();
        kind = wish.kind();
        check = wish.check();
        schedule = wish.schedule();
        degradedMs = wish.degradedMs();
        retries = wish.retries();
        quorum = wish.quorum();
        datacenters = List.copyOf(wish.datacenters());
        tags = List.copyOf(wish.tags());
        paused = wish.paused();
        isPublic = wish.isPublic();
        needsMonitor = wish.needsMonitor();
        needsHost = wish.needsHost() == null ? null : wish.needsHost().toString();
        statusGroup = wish.statusGroup();
        changedAt = now;
        changedBy = by;
    }

    void listenAt(byte[] hash) {
        pushHash = hash.clone();
    }

    public int id() {
        return id;
    }

    public Wish wish() {
        return new Wish(
                name,
                kind,
                check,
                schedule,
                degradedMs,
                retries,
                quorum,
                datacenters,
                tags,
                paused,
                isPublic,
                needsMonitor,
                needsHost == null ? null : UUID.fromString(needsHost),
                statusGroup);
    }

    public long revision() {
        return revision;
    }

    public Instant changedAt() {
        return changedAt;
    }

    public String changedBy() {
        return changedBy;
    }
}
