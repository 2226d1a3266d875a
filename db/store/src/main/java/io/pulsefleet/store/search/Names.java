package io.pulsefleet.store.search;

import io.pulsefleet.store.Database;
import io.pulsefleet.store.PlainText;
import io.pulsefleet.store.StoreException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Things whose name, or what else they are known by, contains some words, in capitals or not. Of many, those come first
 * whose name begins with what is asked for, the shorter ones before the longer ones: what is called just so is never left out.
 */
@ApplicationScoped
public class Names {

    /** Of one kind no more are read. */
    static final int MOST = 200;

    private static final String REACHED = "(cardinality(?::int[]) = 0 OR a.number = ANY (?))";

    private static final String ORDER =
            " ORDER BY strpos(lower(name), ?) = 0, strpos(lower(name), ?), length(name), name, more LIMIT " + MOST;

    private static final String HOSTS = """
            SELECT hostname AS name, concat_ws(' · ', nullif(os, ''), nullif(ip_address, '')) AS more, id::text
            FROM agents a
            WHERE %s AND lower(concat_ws(' ', hostname, id::text, agent_group, ip_address, array_to_string(addresses, ' '),
                replace(replace(tags::text, '": "', ':'), '"', ' '))) LIKE ALL (?)""".formatted(REACHED);

    /** As the page of databases: those that were told of within 30 days and not removed since, and those that are to be watched. */
    private static final String DATABASES = """
            WITH told AS (
                SELECT agent, target, seen_at FROM pg_target WHERE seen_at > now() - interval '30 days'
                UNION ALL
                SELECT l.agent, s.target, l.at FROM metric_set s JOIN latest l ON l.set = s.id
                WHERE s.collector = 'pg-stat' AND l.at > now() - interval '30 days')
            SELECT name, more, id FROM (
                SELECT t.target AS name, a.hostname AS more, a.id::text
                FROM told t JOIN agents a ON a.number = t.agent
                WHERE %1$s AND NOT EXISTS (SELECT FROM database_target d WHERE d.agent = a.id AND d.name = t.target
                    AND d.removed_at > t.seen_at - interval '1 minute')
                UNION
                SELECT d.name, a.hostname, a.id::text FROM database_target d JOIN agents a ON a.id = d.agent
                WHERE d.removed_at IS NULL AND %1$s) known
            WHERE lower(concat_ws(' ', name, more)) LIKE ALL (?)""".formatted(REACHED);

    private static final String MONITORS = """
            SELECT name, concat_ws(' · ', kind, coalesce(check_body ->> 'url', check_body ->> 'host', check_body ->> 'name')) AS more,
                   id::text
            FROM api_monitors
            WHERE lower(concat_ws(' ', name, kind, check_body ->> 'url', check_body ->> 'host', check_body ->> 'name',
                array_to_string(tags, ' '))) LIKE ALL (?)""";

    private static final String DASHBOARDS = """
            SELECT title AS name, split_part(description, chr(10), 1) AS more, id::text
            FROM dashboard WHERE lower(concat_ws(' ', title, description)) LIKE ALL (?)""";

    /** From one name to the next larger one: there are millions of runs, and a dozen names. */
    private static final String EACH_JOB = """
            WITH RECURSIVE each_job AS (
                (SELECT job FROM job_runs ORDER BY job LIMIT 1)
                UNION ALL
                SELECT (SELECT r.job FROM job_runs r WHERE r.job > e.job ORDER BY r.job LIMIT 1)
                FROM each_job e WHERE e.job IS NOT NULL)
            """;

    private static final String JOBS = EACH_JOB + """
            SELECT job AS name, '' AS more, '' AS id FROM each_job
            WHERE lower(job) LIKE ALL (?) AND EXISTS (SELECT FROM job_runs r
                WHERE r.job = each_job.job AND (cardinality(?::int[]) = 0 OR r.agent = ANY (?)))""";

    private static final String JOBS_OF_HOSTS = EACH_JOB + """
            SELECT job AS name, a.hostname AS more, a.id::text FROM each_job JOIN agents a
                ON EXISTS (SELECT FROM job_runs r WHERE r.job = each_job.job AND r.agent = a.number)
            WHERE lower(job) LIKE ANY (?) AND lower(concat_ws(' ', job, a.hostname)) LIKE ALL (?) AND %s""".formatted(REACHED);

    private static final String SETTINGS = """
            SELECT DISTINCT ON (name) name, more, '' AS id FROM (
                SELECT one ->> 'name' AS name, one ->> 'about' AS more
                FROM fleet_settings_known, jsonb_array_elements(settings -> 'known') one) known
            WHERE lower(concat_ws(' ', name, replace(name, '.', '_'), more)) LIKE ALL (?)""";

    private Database database;

    public Names() {}

    @Inject
    public Names(Database database) {
        this.database = database;
    }

    /**
     * @param more what else is said of it: a host's system, a database's host
     * @param id of the host, the monitor or the dashboard; empty: there is none
     */
    public record Hit(String name, String more, String id) {}

    /** @param reach numbers of agents; none: all */
    public List<Hit> hosts(List<String> words, Collection<Integer> reach) {
        return ask("find hosts", "SELECT name, more, id FROM (" + HOSTS + ") found", words, reach, reach, Words.ALL);
    }

    public List<Hit> databases(List<String> words, Collection<Integer> reach) {
        return ask("find databases", DATABASES, words, reach, reach, reach, reach, Words.ALL);
    }

    public List<Hit> monitors(List<String> words) {
        return ask("find monitors", "SELECT name, more, id FROM (" + MONITORS + ") found", words, Words.ALL);
    }

    public List<Hit> dashboards(List<String> words) {
        return ask("find dashboards", "SELECT name, more, id FROM (" + DASHBOARDS + ") found", words, Words.ALL);
    }

    /** Each name once, whichever hosts have it. */
    public List<Hit> jobs(List<String> words, Collection<Integer> reach) {
        return ask("find jobs", "SELECT name, more, id FROM (" + JOBS + ") found", words, Words.ALL, reach, reach);
    }

    /** Of single hosts: some of the words are the job's, the others the host's. */
    public List<Hit> jobsOfHosts(List<String> words, Collection<Integer> reach) {
        return ask(
                "find jobs of hosts",
                "SELECT name, more, id FROM (" + JOBS_OF_HOSTS + ") found",
                words,
                Words.ALL,
                Words.ALL,
                reach,
                reach);
    }

    /** That agents have. */
    public List<Hit> settings(List<String> words) {
        return ask("find settings", "SELECT name, more, id FROM (" + SETTINGS + ") found", words, Words.ALL);
    }

    private enum Words {
        /** Stands for the patterns of all words. */
        ALL
    }

    private List<Hit> ask(String doing, String select, List<String> words, Object... parameters) {
        var whole = String.join(" ", words);
        try (var connection = database.connection();
                var statement = connection.prepareStatement(select + ORDER)) {
            var at = 0;
            for (var parameter : parameters) {
                statement.setArray(
                        ++at, parameter == Words.ALL ? patterns(connection, words) : numbers(connection, parameter));
            }
            statement.setString(++at, PlainText.of(whole));
            statement.setString(++at, PlainText.of(whole));
            try (var rows = statement.executeQuery()) {
                var hits = new ArrayList<Hit>();
                while (rows.next()) {
                    hits.add(new Hit(rows.getString(1), rows.getString(2), rows.getString(3)));
                }
                return hits;
            }
        } catch (SQLException refused) {
            throw new StoreException(doing, refused);
        }
    }

    private static Array numbers(Connection connection, Object reach) throws SQLException {
        return connection.createArrayOf("int4", ((Collection<?>) reach).toArray());
    }

    private static Array patterns(Connection connection, List<String> words) throws SQLException {
        return connection.createArrayOf(
                "text", words.stream().map(Names::pattern).toArray());
    }

    /** What LIKE takes for more than it is, it is told to take as it is. */
    private static String pattern(String word) {
        return "%" + PlainText.of(word).replaceAll("([\\\\%_])", "\\\\$1") + "%";
    }
}
