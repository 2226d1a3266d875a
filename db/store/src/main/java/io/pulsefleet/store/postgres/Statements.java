package io.pulsefleet.store.postgres;

import static java.util.stream.Collectors.joining;

import io.pulsefleet.store.Rows;
import io.pulsefleet.store.series.Snapshot;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * {@code pg_stat_statements}: what was added between two looks, or totals.
 *
 * <p>What was added counts at the moment at which it ends. Of totals the difference to the total before counts; of a total
 * that is smaller than the one before, as after a reset, all of it; of the first one nothing, for it holds all that was
 * before we looked.
 */
@ApplicationScoped
public class Statements {

    static final String INTO =
            "pg_statement (received_at, since, at, agent, toplevel, target, queryid, datname, usename,"
                    + " calls, total_exec_time, total_plan_time, rows, shared_blks_hit, shared_blks_read, shared_blks_dirtied,"
                    + " shared_blks_written, temp_blks_read, temp_blks_written, blk_read_time, blk_write_time, wal_bytes)";

    /** So far before its span a question looks for totals to go on from. */
    private static final Duration LOOK_BACK = Duration.ofHours(1);

    /** What JSON's readers hold exactly. */
    private static final long LARGEST = (1L << 53) - 1;

    private static final List<String> COUNTS = List.of(
            "calls",
            "rows",
            "shared_blks_hit",
            "shared_blks_read",
            "shared_blks_dirtied",
            "shared_blks_written",
            "temp_blks_read",
            "temp_blks_written");

    private static final List<String> REALS =
            List.of("total_exec_time", "total_plan_time", "blk_read_time", "blk_write_time", "wal_bytes");

    private static final String SUMS = Stream.concat(
                    COUNTS.stream()
                            .map(name ->
                                    "least(coalesce(sum(%1$s), 0), %2$d)::bigint AS %1$s".formatted(name, LARGEST)),
                    REALS.stream().map("coalesce(sum(%1$s), 0) AS %1$s"::formatted))
            .collect(joining(", "));

    private static final String BLOCKS =
            "coalesce(shared_blks_read, 0) + coalesce(shared_blks_written, 0) + coalesce(temp_blks_read, 0)"
                    + " + coalesce(temp_blks_written, 0)";

    private Snapshot snapshot;

    public Statements() {}

    @Inject
    public Statements(Snapshot snapshot) {
        this.snapshot = snapshot;
    }

    /**
     * One of (queryid, datname, usename, toplevel).
     *
     * @param since null: the numbers are totals
     */
    public record Statement(
            Instant since,
            Instant at,
            Server server,
            Boolean toplevel,
            Long queryid,
            String datname,
            String usename,
            long calls,
            Double totalExecTime,
            Double totalPlanTime,
            Long rows,
            Long sharedBlksHit,
            Long sharedBlksRead,
            Long sharedBlksDirtied,
            Long sharedBlksWritten,
            Long tempBlksRead,
            Long tempBlksWritten,
            Double blkReadTime,
            Double blkWriteTime,
            Double walBytes) {}

    /** What a list is ordered by, the most first. */
    public enum Order {
        TOTAL_TIME("sum(total_exec_time)"),
        CALLS("sum(calls)"),
        MEAN("sum(total_exec_time) / nullif(sum(calls), 0)"),
        IO("sum(" + BLOCKS + ")"),
        ROWS("sum(rows)");

        private final String by;

        Order(String by) {
            this.by = by;
        }
    }

    /** What it did, all in all; times in milliseconds. */
    public record Sums(
            long calls,
            double totalExecTime,
            double totalPlanTime,
            long rows,
            long sharedBlksHit,
            long sharedBlksRead,
            long sharedBlksDirtied,
            long sharedBlksWritten,
            long tempBlksRead,
            long tempBlksWritten,
            double blkReadTime,
            double blkWriteTime,
            double walBytes) {}

    /**
     * A statement of a list, whoever ran it, wherever.
     *
     * @param queryid null: the server did not tell
     * @param query null: it is not known
     * @param cut whether the text was longer than is kept
     */
    public record Costly(
            Long queryid, List<String> datnames, List<String> usenames, String query, boolean cut, Sums sums) {}

    /**
     * The first of a list, and the sums of all.
     *
     * @param statements how many there are
     */
    public record Top(List<Costly> costly, long statements, long calls, double totalExecTime) {}

    /** What one did in one step of time. */
    public record Step(Instant at, Sums sums) {}

    /** @param cut whether it was longer than is kept */
    public record Known(Server server, long queryid, String query, boolean cut) {}

    static void add(Rows rows, Statement statement) {
        rows.row(22)
                .later()
                .moment(statement.since())
                .moment(statement.at())
                .number(statement.server().agent())
                .bool(statement.toplevel())
                .text(statement.server().target())
                .bigint(statement.queryid())
                .text(statement.datname())
                .text(statement.usename())
                .bigint(statement.calls())
                .real(statement.totalExecTime())
                .real(statement.totalPlanTime())
                .bigint(statement.rows())
                .bigint(statement.sharedBlksHit())
                .bigint(statement.sharedBlksRead())
                .bigint(statement.sharedBlksDirtied())
                .bigint(statement.sharedBlksWritten())
                .bigint(statement.tempBlksRead())
                .bigint(statement.tempBlksWritten())
                .real(statement.blkReadTime())
                .real(statement.blkWriteTime())
                .real(statement.walBytes());
    }

    /** What was added after one moment, up to another. */
    public Top top(Server server, Instant after, Instant until, Order order, int limit, Duration longest) {
        var found = added(server, after, until, "")
                .and(", summed AS (SELECT queryid, datname, usename, " + SUMS
                        + " FROM added GROUP BY queryid, datname, usename), top AS (SELECT queryid,"
                        + " array_agg(DISTINCT datname) AS datnames, array_agg(DISTINCT usename) AS usenames, " + SUMS
                        + ", count(*) OVER () AS all_statements,"
                        + " least(sum(sum(calls)) OVER (), " + LARGEST + ")::bigint AS all_calls,"
                        + " coalesce(sum(sum(total_exec_time)) OVER (), 0) AS all_time, row_number() OVER (ORDER BY "
                        + order.by + " DESC NULLS LAST, queryid) AS place"
                        + " FROM summed GROUP BY queryid HAVING sum(calls) > 0 ORDER BY place LIMIT ?)"
                        + " SELECT top.*, text.query, text.cut FROM top LEFT JOIN pg_statement_text text"
                        + " ON text.agent = ? AND text.target = ? AND text.queryid = top.queryid ORDER BY place")
                .with(limit, server.agent(), server.target())
                .in(
                        snapshot,
                        longest,
                        row -> new Top(
                                List.of(costly(row)),
                                row.big("all_statements"),
                                row.big("all_calls"),
                                row.real("all_time")));
        return found.isEmpty()
                ? new Top(List.of(), 0, 0, 0)
                : new Top(
                        found.stream().flatMap(one -> one.costly().stream()).toList(),
                        found.get(0).statements(),
                        found.get(0).calls(),
                        found.get(0).totalExecTime());
    }

    /** What one statement added, for each step in which it did. */
    public List<Step> history(
            Server server, long queryid, Instant after, Instant until, Duration step, Duration longest) {
        return added(server, after, until, " AND queryid = ?", queryid)
                .and(
                        " SELECT date_bin(make_interval(secs => ?), at, 'epoch') AS step, " + SUMS
                                + " FROM added GROUP BY 1 HAVING sum(calls) > 0 ORDER BY 1",
                        (double) step.toSeconds())
                .in(snapshot, longest, row -> new Step(row.moment("step"), sums(row)));
    }

    /** The texts of these, as far as they are known. */
    public List<Known> known(Server server, List<Long> queryids, Duration longest) {
        return new Ask("SELECT agent, target, queryid, query, cut FROM pg_statement_text"
                        + " WHERE agent = ? AND target = ? AND queryid = ANY (?::text[]::bigint[]) ORDER BY queryid")
                .with(
                        server.agent(),
                        server.target(),
                        queryids.stream().map(String::valueOf).toList())
                .in(
                        snapshot,
                        longest,
                        row -> new Known(row.server(), row.big("queryid"), row.text("query"), row.bool("cut")));
    }

    /** {@code WITH ... added AS (...)}: a row for each look at each statement, with what was added. */
    private static Ask added(Server server, Instant after, Instant until, String which, Object... parameters) {
        var all = Stream.concat(COUNTS.stream(), REALS.stream()).toList();
        return new Ask("WITH grown AS (SELECT at, queryid, datname, usename, "
                        + all.stream().map(Statements::growth).collect(joining(", ")) + " FROM pg_statement")
                .of(server, after.minus(LOOK_BACK), until)
                .and(" AND since IS NULL" + which, parameters)
                .and(
                        " WINDOW w AS (PARTITION BY queryid, datname, usename, toplevel ORDER BY at)),"
                                + " added AS (SELECT * FROM grown WHERE at > ? UNION ALL SELECT at, queryid, datname,"
                                + " usename, " + String.join(", ", all) + " FROM pg_statement",
                        after)
                .of(server, after, until)
                .and(" AND since IS NOT NULL" + which + ")", parameters);
    }

    private static String growth(String total) {
        return "CASE WHEN calls >= lag(calls) OVER w THEN greatest(%1$s - lag(%1$s) OVER w, 0) WHEN lag(calls) OVER w > calls THEN %1$s END AS %1$s"
                .formatted(total);
    }

    private static Costly costly(Row row) throws SQLException {
        return new Costly(
                row.big("queryid"),
                row.texts("datnames"),
                row.texts("usenames"),
                row.text("query"),
                Boolean.TRUE.equals(row.bool("cut")),
                sums(row));
    }

    private static Sums sums(Row row) throws SQLException {
        return new Sums(
                row.big("calls"),
                row.real("total_exec_time"),
                row.real("total_plan_time"),
                row.big("rows"),
                row.big("shared_blks_hit"),
                row.big("shared_blks_read"),
                row.big("shared_blks_dirtied"),
                row.big("shared_blks_written"),
                row.big("temp_blks_read"),
                row.big("temp_blks_written"),
                row.real("blk_read_time"),
                row.real("blk_write_time"),
                row.real("wal_bytes"));
    }
}
