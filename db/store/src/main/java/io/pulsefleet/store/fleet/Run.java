package io.pulsefleet.store.fleet;

import io.pulsefleet.store.PlainText;
import jakarta.persistence.Column;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import jakarta.persistence.Transient;
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

    @Column(name = "due_at")
    private Instant dueAt;

    @Column(name = "last_visit_at")
    private Instant lastVisitAt;

    @Column(name = "next_visit_at")
    private Instant nextVisitAt;

    private String rest;

    @Column(name = "took_seconds")
    private Double tookSeconds;

    @Column(name = "usual_seconds")
    private Double usualSeconds;

    /** Read apart, for it is long. */
    @Transient
    private String detail;

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
            Instant updatedAt,
            Instant dueAt,
            Instant lastVisitAt,
            Rhythm rhythm,
            String detail) {
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
        this.dueAt = dueAt;
        this.lastVisitAt = lastVisitAt;
        this.nextVisitAt = rhythm.nextVisitAt();
        this.rest = rhythm.rest();
        this.tookSeconds = rhythm.tookSeconds();
        this.usualSeconds = rhythm.usualSeconds();
        this.detail = detail == null ? null : PlainText.of(detail);
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

    /** When its newest visit was due. Null: it visits nobody, or none was due yet. */
    public Instant dueAt() {
        return dueAt;
    }

    /** Null before the first. */
    public Instant lastVisitAt() {
        return lastVisitAt;
    }

    public Rhythm rhythm() {
        return new Rhythm(nextVisitAt, rest, tookSeconds, usualSeconds);
    }

    /** As JSON, of a run that is told; {@link Runs#detail} reads it. Null: not told. */
    String detail() {
        return detail;
    }
}
