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
import java.util.LinkedHashMap;
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

    private static final int MOST_ROWS = 50_000;

    /** So many texts are remembered, so that the server need not read all of them again for each visit. */
    private static final int MOST_TEXTS = 2_000;

    private static final String FIND = """
            SELECT substr(extversion, strpos(extversion, '.') + 1)::int AS version,
                   set_config('search_path', 'pg_catalog, ' || quote_ident(nspname), false) AS path
              FROM pg_extension JOIN pg_namespace n ON n.oid = extnamespace
             WHERE extname = 'pg_stat_statements'""";

    private final Target target;
    private final int most;
    private Optional<StatementLook> before = Optional.empty();
    private Instant lookedAt = Instant.EPOCH;
    private final Map<StatementKey, Names> names = new HashMap<>();
    private final Map<Long, String> texts = new LinkedHashMap<>(16, 0.75f, true);

    private record Names(String datname, String usename) {}

    /** @param most so many are told, those that took longest; the others in one sum */
    StatementsPart(Target target, int most) {
        this.target = target;
        this.most = most;
    }

    @Override
    public String name() {
        return "statements";
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
        var version = link.ask(FIND, 1, row -> row.getInt("version")).stream()
                .findFirst()
                .orElseThrow(this::notThere);
        var now = look(link, hello, version);
        var added = now.since(before);
        before = Optional.of(now);
        answers.add(DISTINCT.read(answers.at(), now.all().size()));
        answers.add(OWN_TIME.read(answers.at(), ownTime(now, hello.user())));
        if (added.isPresent()) {
            answers.document(PostgresKind.STATEMENTS.kind(), Statements.since(lookedAt, told(link, added.get())));
        }
        lookedAt = answers.at();
        names.clear();
    }

    private UnavailableException notThere() {
        return new UnavailableException(new Trouble(
                PartState.NO_EXTENSION,
                "extension missing: add %s to shared_preload_libraries, restart the server, and run CREATE EXTENSION %s in %s"
                        .formatted(EXTENSION, EXTENSION, Grants.quoted(target.database()))));
    }

    private StatementLook look(Link link, Hello hello, int version) throws SQLException {
        var reset = version < 9
                ? Optional.<Instant>empty()
                : link.ask("SELECT stats_reset FROM pg_stat_statements_info", 1, row -> Link.moment(row, "stats_reset"))
                        .get(0);
        var all = new HashMap<StatementKey, Totals>();
        link.ask(Questions.read("statements", version).sql(), MOST_ROWS, row -> {
            var key = key(row);
            names.put(key, new Names(row.getString("datname"), row.getString("usename")));
            return all.merge(key, totals(row), Totals::plus);
        });
        return new StatementLook(hello.now(), hello.startedAt(), reset, all);
    }

    private static StatementKey key(ResultSet row) throws SQLException {
        var toplevel = row.getBoolean("toplevel") || row.wasNull();
        return new StatementKey(row.getLong("queryid"), row.getLong("dbid"), row.getLong("userid"), toplevel);
    }

    private static Totals totals(ResultSet row) throws SQLException {
        var costs = new double[Cost.values().length];
        var first = row.findColumn("calls");
        for (int i = 0; i < costs.length; i++) {
            costs[i] = row.getDouble(first + i);
            if (row.wasNull()) {
                costs[i] = Double.NaN;
            }
        }
        return Totals.of(Link.moment(row, "stats_since"), costs);
    }

    private static double ownTime(StatementLook now, long user) {
        return now.all().entrySet().stream()
                .filter(entry -> entry.getKey().userid() == user)
                .mapToDouble(entry -> entry.getValue().get(Cost.TOTAL_EXEC_TIME))
                .sum();
    }

    private List<Statement> told(Link link, Map<StatementKey, Totals> added) throws SQLException {
        var byTime = new ArrayList<>(added.entrySet());
        byTime.sort(Comparator.comparingDouble(entry -> -entry.getValue().get(Cost.TOTAL_EXEC_TIME)));
        var top = byTime.subList(0, Math.min(most, byTime.size()));
        learnTexts(link, top.stream().map(Map.Entry::getKey).toList());
        var told = new ArrayList<Statement>();
        top.forEach(entry -> told.add(statement(entry.getKey(), entry.getValue())));
        byTime.subList(top.size(), byTime.size()).stream()
                .map(Map.Entry::getValue)
                .reduce(Totals::plus)
                .ifPresent(others -> told.add(statement(null, null, null, null, "(others)", others)));
        return told;
    }

    private void learnTexts(Link link, List<StatementKey> told) throws SQLException {
        var unknown = told.stream()
                .map(StatementKey::queryid)
                .distinct()
                .filter(id -> texts.get(id) == null)
                .map(id -> Long.toString(id))
                .collect(joining(","));
        if (!unknown.isEmpty()) {
            link.ask(
                    "SELECT queryid, left(query, 4000) AS query FROM pg_stat_statements(true) WHERE queryid IN ("
                            + unknown + ")",
                    MOST_ROWS,
                    row -> texts.put(row.getLong("queryid"), row.getString("query")));
        }
        var oldest = texts.keySet().iterator();
        while (texts.size() > Math.max(MOST_TEXTS, most)) {
            oldest.next();
            oldest.remove();
        }
    }

    private Statement statement(StatementKey key, Totals cost) {
        var named = names.get(key);
        return statement(
                key.queryid(), named.datname(), named.usename(), key.toplevel(), texts.get(key.queryid()), cost);
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
