package io.pulsefleet.store.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pulsefleet.store.OwnPostgres;
import io.pulsefleet.store.fleet.PastRuns.Past;
import io.pulsefleet.store.fleet.PastRuns.Place;
import io.pulsefleet.store.fleet.PastRuns.Wanted;
import io.pulsefleet.store.series.TooSlowException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What jobs did, among 100,000 runs of 300 hosts. */
class PastRunsTest {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

    @RegisterExtension
    static final OwnPostgres postgres = new OwnPostgres();

    private static final Pattern ROWS = Pattern.compile("rows=([\\d.]+) loops=(\\d+)");

    private static PastRuns runs;

    /**
     * One host fell silent at the very beginning, one job ran thrice then, a run failed then, and another was stopped at
     * that host; and 40 runs of two hosts and two of the hub's began at one and the same moment, before all others.
     */
    @BeforeAll
    static void aFleet() throws Exception {
        runs = new PastRuns(postgres.database());
        postgres.execute("""
                INSERT INTO agents (id, token_hash, hostname, addresses, os, kernel, arch, cpus, memory_bytes, version, boot)
                SELECT gen_random_uuid(), sha256(n::text::bytea), 'host-' || n, '{}', 'o', 'k', 'a', 1, 1, '1', 'b'
                FROM generate_series(1, 300) n ORDER BY n""");
        postgres.execute("""
                INSERT INTO job_runs SELECT 2 + n % 299, 'b', n, (ARRAY['system', 'logs', 'deliver'])[n % 3 + 1], 'COMPLETED',
                       timestamptz '2026-11-23T12:00:00Z' + n * interval '1 second', now(), 1, 1, 0, 0, '', now()
                FROM generate_series(1, 100000) n""");
        postgres.execute("""
                INSERT INTO job_runs SELECT CASE WHEN n > 17 THEN 0 ELSE 1 END, 'b', 200000 + n, CASE WHEN n > 17 THEN 'pack' ELSE 'system' END,
                       CASE WHEN n = 3 THEN 'STOPPED' ELSE 'COMPLETED' END, timestamptz '2026-11-23T11:00:00Z' + n * interval '1 second', now(), 1, 1, 0, 0, '', now()
                FROM generate_series(1, 20) n""");
        postgres.execute("UPDATE job_runs SET job = 'backup' WHERE execution IN (10, 20, 30)");
        postgres.execute("UPDATE job_runs SET state = 'FAILED' WHERE execution = 20");
        postgres.execute("""
                INSERT INTO job_runs SELECT (ARRAY[0, 5, 6])[n % 3 + 1], 'b' || n, 1, 'same', 'COMPLETED', '2026-11-01T00:00:00Z', now(), 1, 1, 0, 0, '', now()
                FROM generate_series(1, 60) n""");
        postgres.execute("ANALYZE job_runs, agents");
    }

    private static Wanted wanted(String host, List<String> jobs, List<String> states) {
        return new Wanted(List.of(), host, jobs, states, null, null, null);
    }

    private static List<String> told(List<Past> found) {
        return found.stream()
                .map(past -> past.hostname() + " " + past.run().job() + " "
                        + past.run().state() + " " + past.run().id().execution())
                .toList();
    }

    @Test
    void theyAreFoundByHostJobAndStateTheNewestFirst() {
        assertThat(told(runs.find(wanted("", List.of("backup"), List.of()), 10, LONG)))
                .containsExactly(
                        "host-32 backup COMPLETED 30", "host-22 backup FAILED 20", "host-12 backup COMPLETED 10");
        assertThat(told(runs.find(wanted("", List.of(), List.of("FAILED", "STOPPED")), 10, LONG)))
                .containsExactly("host-22 backup FAILED 20", "host-1 system STOPPED 200003");
        assertThat(told(runs.find(wanted("HOST-22", List.of("backup", "backup"), List.of("FAILED")), 10, LONG)))
                .containsExactly("host-22 backup FAILED 20");
        assertThat(told(runs.find(wanted("hub", List.of("pack"), List.of()), 10, LONG)))
                .containsExactly("hub pack COMPLETED 200020", "hub pack COMPLETED 200019", "hub pack COMPLETED 200018");
        assertThat(runs.find(wanted("nobody", List.of(), List.of()), 10, LONG)).isEmpty();
        assertThat(told(runs.find(
                        new Wanted(
                                List.of(12, 32, 77),
                                "",
                                List.of("backup"),
                                List.of(),
                                NOON.plusSeconds(10),
                                NOON.plusSeconds(30),
                                null),
                        10,
                        LONG)))
                .as("from then on, before then, of those that one may see")
                .containsExactly("host-12 backup COMPLETED 10");
    }

    @Test
    void thoseThatBeganAtOneMomentAreToldPageByPageAndNoneTwice() {
        var seen = new ArrayList<RunId>();
        var page = List.<Past>of();
        Place after = null;
        do {
            page = runs.find(new Wanted(List.of(), "", List.of("same"), List.of(), null, null, after), 7, LONG);
            page.forEach(past -> seen.add(past.run().id()));
            after = page.isEmpty() ? null : Place.of(page.get(page.size() - 1).run());
        } while (after != null);

        assertThat(seen).hasSize(60).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @CsvSource({
        "the newest of all,       '',   '',       ''",
        "a rare state,            '',   '',       FAILED",
        "rare states,             '',   '',       STOPPED FAILED",
        "a rare job,              '',   backup,   ''",
        "a rare job and state,    '',   backup,   FAILED",
        "a job that never ran,    '',   nonsense, ''",
        "a state that never was,  '',   '',       ABANDONED",
        "a host silent for long,  1,    system,   ''",
        "its state,               1,    '',       STOPPED",
        "a host's rare job,       22,   backup,   ''",
        "two hosts,               1 22, '',       ''",
        "the hub,                 0,    '',       ''",
    })
    void fewMoreAreReadThanAreTold(String what, String hosts, String jobs, String states) throws Exception {
        var agents = words(hosts).stream().map(Integer::valueOf).toList();

        assertThat(read(new Wanted(agents, "", words(jobs), words(states), null, null, null), agents))
                .as(what)
                .isLessThanOrEqualTo(100);
    }

    private static List<String> words(String text) {
        return text.isEmpty() ? List.of() : List.of(text.split(" "));
    }

    /**
     * How many rows of job_runs are looked at, as the plan tells: of each scan, and what it leaves out.
     *
     * <pre>
     * ->  Index Scan using x on job_runs r (cost=... rows=50 width=95) (actual time=0.02..0.03 rows=20 loops=2)
     *       Rows Removed by Filter: 3
     * </pre>
     */
    private static long read(Wanted wanted, List<Integer> agents) throws Exception {
        try (var connection = postgres.database().connection();
                var question = PastQuestion.of(wanted, agents, 20).on(connection);
                var explain = connection.createStatement();
                var plan = explain.executeQuery("EXPLAIN (ANALYZE, COSTS off, TIMING off) " + question)) {
            var read = 0L;
            var loops = 0L;
            while (plan.next()) {
                var line = plan.getString(1);
                var scan = ROWS.matcher(line);
                if (scan.find()) {
                    loops = line.contains(" on job_runs") ? Long.parseLong(scan.group(2)) : 0;
                    read += Math.round(loops * Double.parseDouble(scan.group(1)));
                } else if (line.contains("Rows Removed by Filter: ")) {
                    read += loops * Long.parseLong(line.replaceAll(".*: ", ""));
                }
            }
            return read;
        }
    }

    @Test
    void whoAsksForTooMuchIsToldSo() throws Exception {
        try (var locking = postgres.database().connection()) {
            locking.setAutoCommit(false);
            locking.createStatement().execute("LOCK TABLE job_runs");

            assertThatThrownBy(() -> runs.find(wanted("", List.of(), List.of()), 1, Duration.ofMillis(50)))
                    .isInstanceOf(TooSlowException.class);
            locking.rollback();
        }
    }
}
