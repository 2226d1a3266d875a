package io.pulsefleet.store.fleet;

import io.pulsefleet.store.PlainText;
import io.pulsefleet.store.TextArray;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** A heartbeat. They are kept, so that one can see afterwards when an agent was there. */
@Entity
@Table(name = "heartbeats")
public class Beat {

    @Id
    @SequenceGenerator(name = "heartbeats", sequenceName = "heartbeats_id_seq", allocationSize = 50)
    @GeneratedValue(generator = "heartbeats")
    private long id;

    private int agent;
    private Instant at;

    @Column(name = "agent_at")
    private Instant agentAt;

    private String boot;
    private String version;

    @Convert(converter = TextArray.class)
    private List<String> troubles;

    @Embedded
    private Spool spool;

    protected Beat() {}

    /**
     * @param at when it came, by the hub's clock
     * @param agentAt when it was sent, by the agent's
     */
    public Beat(
            int agent, Instant at, Instant agentAt, String boot, String version, List<String> troubles, Spool spool) {
        this.agent = agent;
        this.at = at;
        this.agentAt = agentAt;
        this.boot = PlainText.of(boot);
        this.version = PlainText.of(version);
        this.troubles = troubles;
        this.spool = spool;
    }

    public int agent() {
        return agent;
    }

    Instant at() {
        return at;
    }

    String boot() {
        return boot;
    }

    String version() {
        return version;
    }

    List<String> troubles() {
        return troubles;
    }

    Spool spool() {
        return spool;
    }

    /** How far the agent's clock is ahead. The heartbeat's way through the network counts as the agent being behind. */
    double clockOffsetSeconds() {
        return Duration.between(at, agentAt).toMillis() / 1000.0;
    }
}
