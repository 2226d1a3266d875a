package io.pulsefleet.e2e.bench;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/**
 * A fleet that is one real host many times over, put there by SQL: what its agent has told, under other names. The first hosts
 * have its databases as well.
 *
 * @param original the number of the agent that all are like
 */
record ManyHosts(Connection connection, int original, int count) {

    private static final String COLUMNS_OF_RUNS =
            "job, state, started_at, ended_at, visits, readings, skipped, errors, exit, updated_at";

    /** @param original the id of its agent */
    static ManyHosts like(Connection connection, String original, int count) throws SQLException {
        try (var select = connection.prepareStatement("SELECT number FROM agents WHERE id = ?::uuid")) {
            select.setString(1, original);
            try (var rows = select.executeQuery()) {
                rows.next();
                return new ManyHosts(connection, rows.getInt(1), count);
            }
        }
    }

    void make(int databases) throws SQLException {
        execute("INSERT INTO agents OVERRIDING SYSTEM VALUE SELECT (jsonb_populate_record(a, jsonb_build_object("
                + "'id', gen_random_uuid(), 'number', a.number + i, 'token_hash', '\\x' || encode(int4send(i), 'hex'),"
                + " 'machine_hash', NULL, 'hostname', 'host-' || lpad(i::text, 4, '0') || '.example',"
                + " 'agent_group', (ARRAY['web', 'database', 'batch', 'edge'])[1 + i % 4],"
                + " 'tags', jsonb_build_object('rack', 'r' || i % 40)))).* FROM agents a, generate_series(1, " + count
                + ") i WHERE a.number = " + original);
        var own = " AND (h.number <= " + (original + databases)
                + " OR EXISTS (SELECT FROM metric_set s WHERE s.id = l.set AND s.collector NOT LIKE 'pg%'))";
        execute("INSERT INTO agent_sets SELECT h.number, l.set FROM agents h, agent_sets l WHERE h.number > " + original
                + " AND l.agent = " + original + own);
        execute(
                "INSERT INTO latest SELECT h.number, l.set, l.at, (SELECT array_agg(v * (0.2 + 0.8 * random()) ORDER BY p)"
                        + " FROM unnest(l.values) WITH ORDINALITY AS one (v, p) WHERE h.number > 0) FROM agents h, latest l WHERE h.number > "
                        + original + " AND l.agent = " + original + own);
        execute("INSERT INTO pg_target SELECT h.number, t.target, t.first_at, t.seen_at FROM agents h, pg_target t"
                + " WHERE h.number BETWEEN " + (original + 1) + " AND " + (original + databases) + " AND t.agent = "
                + original);
    }

    /** The newest run of each job on each host, as the original's; and older ones, all of them over, through the past. */
    void run(int past, Duration through) throws SQLException {
        execute("INSERT INTO job_runs (agent, boot, execution, " + COLUMNS_OF_RUNS
                + ") SELECT h.number, r.boot, r.execution, "
                + prefixed() + " FROM agents h, job_runs r WHERE h.number > " + original + " AND r.agent = "
                + original);
        execute("INSERT INTO job_runs (agent, boot, execution, " + COLUMNS_OF_RUNS + ") SELECT " + original
                + " + 1 + i % "
                + count + ", 'before-' || i / " + count
                + ", i, r.job, CASE WHEN i % 50 = 0 THEN 'FAILED' ELSE 'COMPLETED' END,"
                + " now() - i * interval '" + through.toSeconds() + " seconds' / " + past
                + ", now() - i * interval '" + through.toSeconds() + " seconds' / " + past
                + " + interval '40 seconds', 4, 400, 0, 0, '', now() FROM generate_series(1, " + past
                + ") i JOIN LATERAL (SELECT job FROM job_runs WHERE agent = " + original
                + " ORDER BY md5(job || i) LIMIT 1) r ON true");
    }

    private static String prefixed() {
        return "r." + COLUMNS_OF_RUNS.replace(", ", ", r.");
    }

    /** All but the original are heard of now. */
    void beat() throws SQLException {
        execute("UPDATE agents SET last_heartbeat = now() WHERE number > " + original);
    }

    private void execute(String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
