package io.pulsefleet.store.fleet;

import io.pulsefleet.store.OwnPostgres;
import io.pulsefleet.store.fleet.PastRuns.Wanted;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * How long it takes to find past runs: {@code mvn test -Dtest=PastRunsFigures -Dfigures=1000000} for so many runs of 2,000
 * hosts, of which a ten-thousandth failed, one job is of two hosts only, and host-1 fell silent at the beginning.
 */
@EnabledIfSystemProperty(named = "figures", matches = "[0-9]+")
class PastRunsFigures {

    private static final int TIMES = 20;
    private static final Duration LONG = Duration.ofSeconds(60);

    /** As it was asked until V52. */
    private static final String BEFORE = """
            SELECT a.id, a.hostname, a.last_heartbeat, r.boot, r.execution, r.job, r.state, r.started_at FROM job_runs r
            JOIN agents a ON a.number = r.agent
            WHERE (cardinality(?::int[]) = 0 OR a.number = ANY (?)) AND strpos(lower(a.hostname), lower(?)) > 0
            AND (cardinality(?::text[]) = 0 OR r.job = ANY (?)) AND (cardinality(?::text[]) = 0 OR r.state = ANY (?))
            AND r.started_at >= '-infinity' AND r.started_at < 'infinity'
            ORDER BY r.started_at DESC, r.execution DESC LIMIT 101""";

    @TempDir
    static Path folder;

    @Test
    void aMillion() throws Exception {
        var count = Integer.getInteger("figures");
        try (var postgres = OwnPostgres.startIn(folder)) {
            postgres.execute("""
                    INSERT INTO agents (id, token_hash, hostname, addresses, os, kernel, arch, cpus, memory_bytes, version, boot)
                    SELECT gen_random_uuid(), sha256(n::text::bytea), 'host-' || n || '.example', '{}', 'o', 'k', 'a', 1, 1, '1', 'b'
                    FROM generate_series(1, 2000) n ORDER BY n""");
            postgres.execute("""
                    INSERT INTO job_runs SELECT CASE WHEN n < 100 THEN 1 ELSE 2 + n %% 1999 END, 'b', n,
                           CASE WHEN n BETWEEN 200 AND 210 THEN 'backup' ELSE (ARRAY['system', 'logs', 'deliver', 'docker', 'uptime'])[n %% 5 + 1] END,
                           CASE WHEN n %% 10000 = 17 AND n < 100000 THEN 'FAILED' ELSE 'COMPLETED' END,
                           timestamptz '2026-01-01T12:00:00Z' + n * interval '1 second', now(), 1, 1, 0, 0, '', now()
                    FROM generate_series(1, %d) n""".formatted(count));
            postgres.execute("VACUUM ANALYZE job_runs, agents");
            var wanted = List.of(
                    new Wanted(List.of(), "", List.of(), List.of(), null, null, null),
                    new Wanted(List.of(), "", List.of(), List.of("FAILED"), null, null, null),
                    new Wanted(List.of(), "", List.of(), List.of("ABANDONED"), null, null, null),
                    new Wanted(List.of(), "", List.of("backup"), List.of(), null, null, null),
                    new Wanted(List.of(), "host-1.", List.of(), List.of(), null, null, null),
                    new Wanted(List.of(), "host-777.", List.of(), List.of("FAILED"), null, null, null),
                    new Wanted(List.of(), "host-7", List.of("system"), List.of(), null, null, null));
            measure("now", wanted, asked -> new PastRuns(postgres.database()).find(asked, 101, LONG));
            for (var index : postgres.query("""
                    SELECT indexrelid::regclass FROM pg_index WHERE indrelid = 'job_runs'::regclass AND
                    pg_get_indexdef(indexrelid) ~ '\\((job, started_at|agent, job|state|agent, state)'""")) {
                postgres.execute("DROP INDEX " + index);
            }
            measure("before", wanted, asked -> before(postgres, asked));
        }
    }

    private static void measure(String when, List<Wanted> all, Look look) throws Exception {
        for (var asked : all) {
            System.out.printf(
                    "FIGURE %s host=%s job=%s state=%s: %.1f ms%n",
                    when, asked.host(), asked.jobs(), asked.states(), median(() -> look.look(asked)));
        }
    }

    private interface Ask {
        void ask() throws Exception;
    }

    private interface Look {
        void look(Wanted asked) throws Exception;
    }

    /** In milliseconds, with the connection that each look opens. */
    private static double median(Ask ask) throws Exception {
        var took = new long[TIMES];
        for (var i = 0; i < TIMES; i++) {
            var begun = System.nanoTime();
            ask.ask();
            took[i] = System.nanoTime() - begun;
        }
        Arrays.sort(took);
        return took[TIMES / 2] / 1e6;
    }

    private static void before(OwnPostgres postgres, Wanted asked) throws Exception {
        try (var connection = postgres.database().connection();
                var select = connection.prepareStatement(BEFORE)) {
            var none = connection.createArrayOf("int4", new Object[0]);
            var jobs = connection.createArrayOf("text", asked.jobs().toArray());
            var states = connection.createArrayOf("text", asked.states().toArray());
            select.setArray(1, none);
            select.setArray(2, none);
            select.setString(3, asked.host());
            select.setArray(4, jobs);
            select.setArray(5, jobs);
            select.setArray(6, states);
            select.setArray(7, states);
            try (var rows = select.executeQuery()) {
                while (rows.next()) {
                    rows.getString(1);
                }
            }
        }
    }
}
