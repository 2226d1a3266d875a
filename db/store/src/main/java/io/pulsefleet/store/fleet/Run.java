package io.pulsefleet.store.fleet;

import io.pulsefleet.store.PlainText;
import jakarta.persistence.Column;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;

/** One execution of one of an agent's jobs, as far as the hub has heard. */
@Entity
@Table(name = "job_runs")
public class Run {

    @EmbeddedId
    private RunId id;

    private String job;
    private String state;

    @Column(name = "started_at")
    private Instant startedAt;

    @Column(name = "ended_at")
    private Instant endedAt;

    private long visits;
    private long readings;
    private long skipped;
    private long errors;
    private String exit;

    @Column(name = "updated_at")
    private Instant updatedAt;

    protected Run() {}

    public Run(
            RunId id,
            String job,
            String state,
            Instant startedAt,
            Instant endedAt,
            long visits,
            long readings,
            long skipped,
            long errors,
            String exit,
            Instant updatedAt) {
        this.id = new RunId(id.agent(), PlainText.of(id.boot()), id.execution());
        this.job = PlainText.of(job);
        this.state = PlainText.of(state);
        this.startedAt = startedAt;
        this.endedAt = endedAt;
        this.visits = visits;
        this.readings = readings;
        this.skipped = skipped;
        this.errors = errors;
        this.exit = PlainText.of(exit);
        this.updatedAt = updatedAt;
    }

    /** Which of two reports of the same execution tells more. */
    Run newer(Run other) {
        return other.updatedAt.isAfter(updatedAt) ? other : this;
    }

    public RunId id() {
        return id;
    }

    public String job() {
        return job;
    }

    public String state() {
        return state;
    }

    public Instant startedAt() {
        return startedAt;
    }

    /** Null while it runs. */
    public Instant endedAt() {
        return endedAt;
    }

    public long visits() {
        return visits;
    }

    public long readings() {
        return readings;
    }

    public long skipped() {
        return skipped;
    }

    public long errors() {
        return errors;
    }

    public String exit() {
        return exit;
    }

    public Instant updatedAt() {
        return updatedAt;
    }
}
