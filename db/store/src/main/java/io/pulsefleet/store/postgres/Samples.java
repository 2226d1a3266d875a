package io.pulsefleet.store.postgres;

import io.pulsefleet.store.Rows;
import io.pulsefleet.store.series.Snapshot;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A row for each message, also for one that found nothing. */
@ApplicationScoped
public class Samples {

    static final String INTO = "pg_sample (received_at, at, agent, target, kind, count, since, tally)";

    private Snapshot snapshot;

    public Samples() {}

    @Inject
    public Samples(Snapshot snapshot) {
        this.snapshot = snapshot;
    }

    /** What was looked at. */
    public enum Kind {
        ACTIVITY,
        STATEMENTS,
        LOCKS,
        LOG;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * @param count as it was told
     * @param since of statements that were counted from then on; else null
     * @param tally a JSON object of numbers
     */
    @SuppressWarnings("ArrayRecordComponent") // handed on at once, never compared
    public record Sample(Instant at, Server server, Kind kind, int count, Instant since, byte[] tally) {}

    /** A sample of sessions, in numbers. */
    public record Look(Instant at, long count, long waiting) {}

    /**
     * How many did the same, in one step of time.
     *
     * @param name as in the tallies
     * @param count summed up over the samples of the step
     * @param samples how many the step has
     */
    public record Doing(Instant at, String name, long count, long samples) {}

    static void add(Rows rows, Sample sample) {
        rows.row(8)
                .later()
                .moment(sample.at())
                .number(sample.server().agent())
                .text(sample.server().target())
                .text(sample.kind().toString())
                .number(sample.count())
                .moment(sample.since())
                .jsonb(sample.tally());
    }

    /** The moment of the newest up to this one, within some time before it. */
    public Optional<Instant> newest(Server server, Kind kind, Instant until, Duration within, Duration longest) {
        return new Ask("SELECT at FROM pg_sample")
                        .of(server, until.minus(within), until)
                        .and(" AND kind = ? ORDER BY at DESC LIMIT 1", kind.toString())
                        .in(snapshot, longest, row -> row.moment("at"))
                        .stream()
                        .findFirst();
    }

    /** The samples of sessions, the oldest first; waiting are those that wait for a lock. */
    public List<Look> looks(Server server, Instant after, Instant until, int limit, Duration longest) {
        return new Ask("""
                SELECT at, count, coalesce((
                    SELECT sum(value::numeric) FROM jsonb_each_text(tally) WHERE key LIKE 'Lock:%'), 0)::bigint AS waiting
                FROM pg_sample""")
                .of(server, after, until)
                .and(" AND kind = 'activity' ORDER BY at LIMIT ?", limit)
                .in(snapshot, longest, row -> new Look(row.moment("at"), row.number("count"), row.big("waiting")));
    }

    /** What sessions did, for each step; of more than the limit only the first steps. */
    public List<Doing> doings(Server server, Instant after, Instant until, Duration step, int limit, Duration longest) {
        return new Ask(
                        "WITH sample AS (SELECT date_bin(make_interval(secs => ?), at, 'epoch') AS step, tally FROM pg_sample")
                .with((double) step.toSeconds())
                .of(server, after, until)
                .and("""
                         AND kind = 'activity'),
                        total AS (SELECT step, count(*) AS samples FROM sample GROUP BY 1)
                        SELECT step, key AS name, sum(value::numeric)::bigint AS count, samples
                        FROM sample JOIN total USING (step) CROSS JOIN LATERAL jsonb_each_text(tally)
                        GROUP BY step, key, samples ORDER BY step, key LIMIT ?""", limit)
                .in(
                        snapshot,
                        longest,
                        row -> new Doing(row.moment("step"), row.text("name"), row.big("count"), row.big("samples")));
    }
}
