package io.pulsefleet.agent.collect.postgres;

import static io.pulsefleet.wire.Metric.counter;
import static io.pulsefleet.wire.Metric.gauge;
import static java.util.stream.Collectors.joining;

import io.pulsefleet.agent.collect.jdbc.Target;
import io.pulsefleet.agent.collect.postgres.Totals.Cost;
import io.pulsefleet.wire.Metric;
import io.pulsefleet.wire.postgres.PostgresKind;
import io.pulsefleet.wire.postgres.Statements;
import io.pulsefleet.wire.postgres.Statements.Statement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What statements have cost since the last visit (PG-02). The first visit after the agent's start has nothing to compare
 * with, and tells nothing.
 */
final class StatementsPart implements Part {

    static final String EXTENSION = "pg_stat_statements";

    static final Metric OWN_TIME = counter(
            "pulsefleet.postgresql.own.time",
            "ms",
            "What the server spent on the statements of our role, by its own count: what it costs to be watched.");
    static final Metric DISTINCT =
            gauge("postgresql.statements.distinct", "{statement}", "Statements that pg_stat_statements holds.");

    private static final String NAME = "statements";

    private static final int MOST_ROWS = 50_000;

    private static final int COSTS = Cost.values().length;

    private static final String FIND = """
            SELECT substr(extversion, strpos(extversion, '.') + 1)::int AS version,
                   set_config('search_path', 'pg_catalog, ' || quote_ident(nspname), false) AS path
              FROM pg_extension JOIN pg_namespace n ON n.oid = extnamespace
             WHERE extname = 'pg_stat_statements'""";

    private final Target target;
    private final int most;
    private final Cluster cluster;
    private final StatementCosts costs;
    private final StatementTexts texts;

    record Owner(long dbid, long userid) {}

    record Names(String datname, String usename) {}

    /** Of a database that is gone since. */
    private static final Names NOBODY = new Names(null, null);

    /** @param most so many are told, those that took longest; the others in one sum */
    StatementsPart(Target target, int most, Cluster cluster) {
        this.target = target;
        this.most = most;
        this.cluster = cluster;
        this.costs = cluster.costs();
        this.texts = costs.texts();
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Duration every() {
        return Duration.ofMinutes(1);
    }

    @Override
    public boolean isFor(int version) {
        return version >= 12;
    }

    @Override
    public void read(Link link, Hello hello, Answers answers) throws SQLException, UnavailableException {
        lookUnlessANeighbourDid(link, hello, answers.at());
        var untold = costs.take(target.name(), answers.only());
        answers.add(DISTINCT.read(answers.at(), untold.distinct()));
        answers.add(OWN_TIME.read(answers.at(), untold.ownTime()));
        if (untold.from().isPresent()) {
            answers.document(
                    PostgresKind.STATEMENTS.kind(),
                    Statements.since(untold.from().get(), told(link, untold)));
        }
    }

    /** Whoever comes first at one moment looks for all. One whose database has not the extension takes what others see. */
    private void lookUnlessANeighbourDid(Link link, Hello hello, Instant at) throws SQLException, UnavailableException {
        synchronized (costs) {
            if (cluster.hasNeighbours() && costs.isLookedAt(at)) {
                return;
            }
            var version = find(link);
            if (version.isPresent()) {
                costs.looked(at, look(link, hello, version.get()));
            } else if (!cluster.hasNeighbours() || !costs.isLookedAtBefore(at)) {
                throw notThere();
            }
        }
    }

    /** The extension's version in this database; it can be asked by its name alone then. */
    private static Optional<Integer> find(Link link) throws SQLException {
        return link.ask(FIND, 1, row -> row.getInt("version")).stream().findFirst();
    }

    private UnavailableException notThere() {
        return new UnavailableException(new Trouble(
                PartState.NO_EXTENSION,
                "extension missing: add %s to shared_preload_libraries, restart the server, and run CREATE EXTENSION %s in %s"
                        .formatted(EXTENSION, EXTENSION, Grants.quoted(target.database()))));
    }

    private static StatementCosts.Look look(Link link, Hello hello, int version) throws SQLException {
        var reset = version < 9
                ? Optional.<Instant>empty()
                : link.ask("SELECT stats_reset FROM pg_stat_statements_info", 1, row -> Link.moment(row, "stats_reset"))
                        .get(0);
        var all = new HashMap<StatementKey, Totals>();
        var names = new HashMap<Owner, Names>();
        link.askMany(Questions.read(NAME, version).sql(), MOST_ROWS, row -> {
            var key = key(row);
            var owner = new Owner(key.dbid(), key.userid());
            if (!names.containsKey(owner)) {
                names.put(owner, new Names(row.getString(Column.DATNAME), row.getString(Column.USENAME)));
            }
            all.merge(key, totals(row), Totals::plus);
        });
        var now = new StatementLook(hello.now(), hello.startedAt(), reset, all);
        return new StatementCosts.Look(now, names, ownTime(now, hello.user()));
    }

    /** Where they stand in each of the answers; a name would be looked up for every row. */
    private static final class Column {
        static final int QUERYID = 1;
        static final int DBID = 2;
        static final int USERID = 3;
        static final int TOPLEVEL = 4;
        static final int DATNAME = 5;
        static final int USENAME = 6;
        static final int STATS_SINCE = 7;
        static final int FIRST_COST = 8;
    }

    private static StatementKey key(ResultSet row) throws SQLException {
        var toplevel = row.getBoolean(Column.TOPLEVEL) || row.wasNull();
        return new StatementKey(
                row.getLong(Column.QUERYID), row.getLong(Column.DBID), row.getLong(Column.USERID), toplevel);
    }

    private static Totals totals(ResultSet row) throws SQLException {
        var costs = new double[COSTS];
        for (int i = 0; i < costs.length; i++) {
            costs[i] = row.getDouble(Column.FIRST_COST + i);
            if (costs[i] == 0 && row.wasNull()) {
                costs[i] = Double.NaN;
            }
        }
        var since = row.getDouble(Column.STATS_SINCE);
        return Totals.of(row.wasNull() ? Optional.empty() : Optional.of(moment(since)), costs);
    }

    /** To the microsecond, as the server has it. */
    private static Instant moment(double seconds) {
        var micros = Math.round(seconds * 1e6);
        return Instant.ofEpochSecond(Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1_000);
    }

    private static double ownTime(StatementLook now, long user) {
        return now.all().entrySet().stream()
                .filter(entry -> entry.getKey().userid() == user)
                .mapToDouble(entry -> entry.getValue().get(Cost.TOTAL_EXEC_TIME))
                .sum();
    }

    private List<Statement> told(Link link, StatementCosts.Untold untold) throws SQLException {
        var byTime = new ArrayList<>(untold.added().entrySet());
        byTime.sort(Comparator.comparingDouble(entry -> -entry.getValue().get(Cost.TOTAL_EXEC_TIME)));
        var top = byTime.subList(0, Math.min(most, byTime.size()));
        learnTexts(link, top.stream().map(Map.Entry::getKey).toList());
        var told = new ArrayList<Statement>();
        top.forEach(entry -> told.add(statement(untold.names(), entry.getKey(), entry.getValue())));
        byTime.subList(top.size(), byTime.size()).stream()
                .map(Map.Entry::getValue)
                .reduce(Totals::plus)
                .ifPresent(others -> told.add(statement(null, null, null, null, "(others)", others)));
        return told;
    }

    private void learnTexts(Link link, List<StatementKey> told) throws SQLException {
        var unknown = texts.unknownOf(told.stream().map(StatementKey::queryid).toList()).stream()
                .map(id -> Long.toString(id))
                .collect(joining(","));
        if (!unknown.isEmpty() && find(link).isPresent()) {
            record Text(long queryid, String query) {}
            link.ask(
                            "SELECT queryid, left(query, 4000) AS query FROM pg_stat_statements(true) WHERE queryid IN ("
                                    + unknown + ")",
                            MOST_ROWS,
                            row -> new Text(row.getLong("queryid"), row.getString("query")))
                    .forEach(text -> texts.put(text.queryid(), text.query()));
        }
    }

    private Statement statement(Map<Owner, Names> names, StatementKey key, Totals cost) {
        var named = names.getOrDefault(new Owner(key.dbid(), key.userid()), NOBODY);
        return statement(
                key.queryid(),
                named.datname(),
                named.usename(),
                key.toplevel(),
                texts.of(key.queryid()).orElse(null),
                cost);
    }

    private static Statement statement(
            Long queryid, String datname, String usename, Boolean toplevel, String text, Totals cost) {
        return new Statement(
                queryid,
                datname,
                usename,
                toplevel,
                text,
                (long) cost.get(Cost.CALLS),
                number(cost, Cost.TOTAL_EXEC_TIME),
                number(cost, Cost.TOTAL_PLAN_TIME),
                whole(cost, Cost.ROWS),
                whole(cost, Cost.SHARED_BLKS_HIT),
                whole(cost, Cost.SHARED_BLKS_READ),
                whole(cost, Cost.SHARED_BLKS_DIRTIED),
                whole(cost, Cost.SHARED_BLKS_WRITTEN),
                whole(cost, Cost.TEMP_BLKS_READ),
                whole(cost, Cost.TEMP_BLKS_WRITTEN),
                number(cost, Cost.BLK_READ_TIME),
                number(cost, Cost.BLK_WRITE_TIME),
                number(cost, Cost.WAL_BYTES));
    }

    private static Double number(Totals costs, Cost cost) {
        var value = costs.get(cost);
        return Double.isNaN(value) ? null : (Double) value;
    }

    private static Long whole(Totals costs, Cost cost) {
        var value = costs.get(cost);
        return Double.isNaN(value) ? null : (Long) (long) value;
    }
}
