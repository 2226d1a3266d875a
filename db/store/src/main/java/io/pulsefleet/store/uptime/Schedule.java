package io.pulsefleet.store.uptime;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** How often, and how long a probe may take. */
@Entity
@Table(name = "schedules")
public class Schedule {

    @Id
    private String name;

    @Column(name = "every_seconds")
    private int everySeconds;

    @Column(name = "timeout_ms")
    private int timeoutMs;

    protected Schedule() {}

    public Schedule(String name, int everySeconds, int timeoutMs) {
        this.name = name;
        this.everySeconds = everySeconds;
        this.timeoutMs = timeoutMs;
    }

    public String name() {
        return name;
    }

    public int everySeconds() {
        return everySeconds;
    }

    public int timeoutMs() {
        return timeoutMs;
    }
}
