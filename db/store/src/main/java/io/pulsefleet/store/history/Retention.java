package io.pulsefleet.store.history;

import static java.util.stream.Collectors.joining;

import io.pulsefleet.store.Database;
import io.pulsefleet.store.StoreException;
import io.pulsefleet.store.history.Removal.Way;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * What is older than its policy goes, a whole partition at a time where nobody keeps any of it.
 *
 * <p>A partition is looked at when all of it is over, so data lives up to a partition's length (a day, or a month of
 * roll-up rows) longer than its policy says. Visits of a day that was not rolled up yet stay. Every removal is a
 * transaction of its own, and one that would have to wait for a lock is left for the next time.
 */
@ApplicationScoped
public class Retention {

    private static final List<String> PARTITIONED = List.of(
            "pack",
            "rollup",
            "log_line",
            "document",
            "heartbeats",
            "pg_sample",
            "pg_session",
            "pg_statement",
            "pg_lock",
            "pg_log_entry",
            "host_event",
            "api_heartbeats",
            "api_heartbeats_stale",
            "uptime_hour",
            "uptime_day");
    private static final String LOCK_NOT_AVAILABLE = "55P03";
    private static final double DAY_SECONDS = Duration.ofDays(1).toSeconds();

    /** Of days that have no partition, as {@link #account} of those that have one. */
    private static final String ACCOUNT_OF_NO_PARTITION =
            "DELETE FROM packed p WHERE to_regclass('pack_' || to_char(p.day, 'YYYYMMDD')) IS NULL"
                    + " AND NOT EXISTS (SELECT FROM ONLY pack_default k WHERE k.level = p.level AND k.part = p.part"
                    + " AND k.agent BETWEEN p.bucket * " + Packs.BUCKET + " AND p.bucket * " + Packs.BUCKET + " + "
                    + (Packs.BUCKET - 1) + " AND (k.from_at AT TIME ZONE 'UTC')::date = p.day)";

    private Database database;

    public Retention() {}

    @Inject
    public Retention(Database database) {
        this.database = database;
    }

    /**
     * A removal, and which rows it is about.
     *
     * @param day of a partition of packs; else null
     */
    private record Step(Removal removal, LocalDate day, String where) {}

    /** Some rows of a table. */
    private record Part(String what, String where) {}

    /** What would go now under these policies; nothing is done. */
    public List<Removal> plan(Instant now, Collection<Policy> policies) {
        try (var connection = database.ownConnection()) {
            return steps(connection, now, new Rules(policies)).stream()
                    .map(Step::removal)
                    .toList();
        } catch (SQLException refused) {
            throw new StoreException("look what is over", refused);
        }
    }

    /**
     * @param mayGoOn asked before each
     * @return what went; what was in use is not among it
     * @throws StoreException the first that failed, after all were tried
     */
    public List<Removal> apply(Instant now, Collection<Policy> policies, BooleanSupplier mayGoOn) {
        try (var connection = database.ownConnection()) {
            var done = new ArrayList<Removal>();
            SQLException first = null;
            for (var step : steps(connection, now, new Rules(policies))) {
                if (!mayGoOn.getAsBoolean()) {
                    break;
                }
                try {
                    if (remove(connection, step)) {
                        done.add(step.removal());
                    }
                } catch (SQLException failed) { // the others are not kept for it
                    first = first == null ? failed : first;
                }
            }
            if (first != null) {
                throw first;
            }
            return done;
        } catch (SQLException refused) {
            throw new StoreException("remove what is over", refused);
        }
    }

    private static List<Step> steps(Connection connection, Instant now, Rules rules) throws SQLException {
        var waiting = Rolling.waiting(connection);
        var steps = new ArrayList<Step>();
        for (var table : PARTITIONED) {
            for (var leaf : Leaf.of(connection, table)) {
                step(connection, leaf, now, rules, waiting).ifPresent(steps::add);
            }
        }
        for (var kind : List.of(Kind.RUN, Kind.RECEIPT, Kind.PG_TEXT)) {
            var parts = parts(kind, now, rules);
            delete(connection, kind.table(), null, parts).ifPresent(steps::add);
        }
        steps.addAll(ofSets(connection, now, rules));
        return steps;
    }

    /** A set of which an agent told nothing for as long as any numbers are kept. */
    private static List<Step> ofSets(Connection connection, Instant now, Rules rules) throws SQLException {
        var days = Stream.of(Kind.values())
                .filter(kind -> kind.level() != null)
                .mapToInt(rules::longest)
                .max()
                .orElseThrow();
        if (days == Integer.MAX_VALUE) {
            return List.of();
        }
        var before = " < '" + now.minus(Duration.ofDays(days)) + "'";
        var steps = new ArrayList<Step>();
        delete(connection, "latest", null, List.of(new Part("newest visits", "at" + before)))
                .ifPresent(steps::add);
        delete(
                        connection,
                        "agent_sets",
                        null,
                        List.of(new Part(
                                "sets",
                                "since" + before + " AND NOT EXISTS (SELECT FROM latest l"
                                        + " WHERE l.agent = agent_sets.agent AND l.set = agent_sets.set)")))
                .ifPresent(steps::add);
        return steps;
    }

    private static Optional<Step> step(
            Connection connection, Leaf leaf, Instant now, Rules rules, Set<LocalDate> waiting) throws SQLException {
        var kinds = Stream.of(Kind.values())
                .filter(kind -> kind.table().equals(leaf.table()))
                .toList();
        var day = leaf.isDefault() || !leaf.table().equals("pack")
                ? null
                : LocalDate.ofInstant(leaf.from(), ZoneOffset.UTC);
        if (leaf.isDefault()) {
            var parts = kinds.stream()
                    .flatMap(kind -> parts(kind, now, rules).stream())
                    .toList();
            return delete(connection, leaf.name(), day, parts);
        }
        var age = ageDays(leaf.until(), now);
        var holdsWaiting = day != null && waiting.contains(day);
        if (!holdsWaiting && kinds.stream().allMatch(kind -> age >= rules.longest(kind))) {
            var what = kinds.stream().map(Kind::toString).toList();
            return Optional.of(new Step(new Removal(leaf.name(), Way.DROP, what, 0, leaf.bytes()), day, ""));
        }
        var parts = kinds.stream()
                .filter(kind -> !(holdsWaiting && kind == Kind.RAW))
                .flatMap(kind -> over(kind, age, rules).stream())
                .toList();
        return delete(connection, leaf.name(), day, parts);
    }

    private static double ageDays(Instant until, Instant now) {
        return Duration.between(until, now).toSeconds() / DAY_SECONDS;
    }

    /** Those of the kind whose policy is over for all of a partition's time. */
    private static Optional<Part> over(Kind kind, double age, Rules rules) {
        var over = rules.over(kind, age);
        return over.isEmpty()
                ? Optional.empty()
                : Optional.of(new Part(
                        kind + " (" + String.join(", ", over) + ")", ofKind(kind) + ofGroups(kind, over, rules)));
    }

    /** Those of a kind, each group's by its own time: where no partition tells how old they are. */
    private static List<Part> parts(Kind kind, Instant now, Rules rules) {
        var groups = new ArrayList<>(rules.groups(kind));
        groups.add(Policy.ALL);
        return groups.stream()
                .map(group -> new Part(
                        kind + " (" + group + ")",
                        ofKind(kind) + ofGroups(kind, List.of(group), rules) + " AND " + kind.key() + " < '"
                                + until(kind, now.minus(Duration.ofDays(rules.days(group, kind)))) + "'"
                                + rolledUp(kind)))
                .toList();
    }

    /** A day of the history goes as a whole: its forms stand for each other. */
    private static Instant until(Kind kind, Instant moment) {
        return kind.level() == null ? moment : moment.truncatedTo(ChronoUnit.DAYS);
    }

    private static String rolledUp(Kind kind) {
        return kind == Kind.RAW
                ? " AND (from_at AT TIME ZONE 'UTC')::date NOT IN"
                        + " (SELECT day FROM packed WHERE level = 0 AND rolled IS NULL)"
                : "";
    }

    private static String ofKind(Kind kind) {
        if (kind == Kind.RECEIPT) {
            return "stem <> ''";
        }
        return kind.level() == null ? "true" : "level = " + kind.level();
    }

    /** Whoever is in no group that has a policy of its own is everybody's. */
    private static String ofGroups(Kind kind, List<String> over, Rules rules) {
        var own = rules.groups(kind);
        if (!over.contains(Policy.ALL)) {
            return " AND agent IN " + agents(over);
        }
        var staying = own.stream().filter(group -> !over.contains(group)).toList();
        return staying.isEmpty() ? "" : " AND agent NOT IN " + agents(staying);
    }

    private static String agents(List<String> groups) {
        return groups.stream()
                .map(group -> "'" + group.replace("'", "''") + "'")
                .collect(joining(", ", "(SELECT number FROM agents WHERE agent_group IN (", "))"));
    }

    private static Optional<Step> delete(Connection connection, String table, LocalDate day, List<Part> parts)
            throws SQLException {
        var found = new ArrayList<Part>();
        var rows = 0L;
        for (var part : parts) {
            var count = count(connection, table, part.where());
            rows += count;
            if (count > 0) {
                found.add(part);
            }
        }
        if (found.isEmpty()) {
            return Optional.empty();
        }
        var where = found.stream().map(part -> "(" + part.where() + ")").collect(joining(" OR "));
        var what = found.stream().map(Part::what).toList();
        return Optional.of(new Step(new Removal(table, Way.DELETE, what, rows, 0), day, where));
    }

    private static long count(Connection connection, String table, String where) throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery("SELECT count(*) FROM ONLY " + table + " WHERE " + where)) {
            row.next();
            return row.getLong(1);
        }
    }

    private static boolean remove(Connection connection, Step step) throws SQLException {
        Own.begin(connection);
        try (var statement = connection.createStatement()) {
            // a partition's end locks its parent: who writes there must not wait for long behind us
            statement.execute("SET LOCAL lock_timeout = '100ms'");
            for (var sql : sqlOf(step)) {
                statement.execute(sql);
            }
            connection.commit();
            return true;
        } catch (SQLException refused) {
            if (LOCK_NOT_AVAILABLE.equals(refused.getSQLState())) {
                return false;
            }
            throw refused;
        } finally {
            Own.end(connection);
        }
    }

    private static List<String> sqlOf(Step step) {
        var table = step.removal().table();
        var sql = new ArrayList<String>();
        switch (step.removal().way()) {
            case DROP -> sql.add("DROP TABLE " + table);
            case DELETE -> sql.add(table.equals("receipt") ? deleteReceipts(step) : deleteFrom(step));
        }
        if (step.day() != null) {
            sql.add(account(step));
        } else if (table.equals("pack_default")) {
            sql.add(ACCOUNT_OF_NO_PARTITION);
        }
        return sql;
    }

    private static String deleteFrom(Step step) {
        return "DELETE FROM ONLY " + step.removal().table() + " WHERE " + step.where();
    }

    /** What they count goes into the row without a stem: the ledger's sums do not shrink. */
    private static String deleteReceipts(Step step) {
        return "WITH gone AS (" + deleteFrom(step) + " RETURNING agent, segments, readings)"
                + " INSERT INTO receipt AS r SELECT agent, '', '{}', sum(segments), sum(readings), now() FROM gone"
                + " GROUP BY agent ON CONFLICT (agent, stem) DO UPDATE SET segments = r.segments + excluded.segments,"
                + " readings = r.readings + excluded.readings, taken_at = excluded.taken_at";
    }

    /** The account of a day tells of what is left of it; of a bucket of agents of whom some are left, as before. */
    private static String account(Step step) {
        return "DELETE FROM packed p WHERE day = '" + step.day() + "'"
                + (step.removal().way() == Way.DROP
                        ? ""
                        : " AND NOT EXISTS (SELECT FROM ONLY " + step.removal().table() + " k WHERE k.level = p.level"
                                + " AND k.part = p.part AND k.agent BETWEEN p.bucket * " + Packs.BUCKET
                                + " AND p.bucket * " + Packs.BUCKET + " + " + (Packs.BUCKET - 1) + ")");
    }
}
