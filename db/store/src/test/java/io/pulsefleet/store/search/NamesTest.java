package io.pulsefleet.store.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefleet.store.OwnPostgres;
import io.pulsefleet.store.search.Names.Hit;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Things found by name in a database with as many of them as a large fleet has. */
class NamesTest {

    private static final Duration ALLOWED = Duration.ofMillis(500);

    @RegisterExtension
    static final OwnPostgres postgres = new OwnPostgres();

    private static Names names;

    /** 2,000 hosts with ten sets and 40 runs each, 500 databases, 5,000 monitors. */
    @BeforeAll
    static void aLargeFleet() throws Exception {
        names = new Names(postgres.database());
        postgres.execute("""
                INSERT INTO agents (id, token_hash, hostname, ip_address, addresses, os, kernel, arch, cpus, memory_bytes, version, boot, agent_group, tags)
                SELECT gen_random_uuid(), sha256(n::text::bytea), (ARRAY['web', 'db', 'app', 'cache'])[n % 4 + 1] || '-' || n, '10.0.' || n / 250 || '.' || n % 250,
                       ARRAY['fe80::' || n], 'Debian 12', '6.1', 'amd64', 4, 1000, '1', 'boot', CASE WHEN n % 2 = 0 THEN 'even' ELSE 'odd' END, jsonb_build_object('rack', 'r' || n % 40)
                FROM generate_series(1, 2000) n ORDER BY n""");
        postgres.execute("""
                INSERT INTO job_runs SELECT n, 'boot', e, (ARRAY['system', 'logs', 'docker', 'ports', 'services', 'deliver', 'uptime', 'pg-stat'])[e % 8 + 1],
                       'COMPLETED', now() - e * interval '1 day', now(), 1, 1, 0, 0, '', now()
                FROM generate_series(1, 2000) n, generate_series(1, 40) e""");
        postgres.execute(
                "INSERT INTO job_runs VALUES (7, 'boot', 99, 'backup', 'FAILED', now(), now(), 1, 1, 0, 0, '', now())");
        postgres.execute(
                "INSERT INTO pg_target SELECT n * 4, 'shop-' || n, now(), now() FROM generate_series(1, 400) n");
        postgres.execute("""
                INSERT INTO database_target (id, agent, name, host, port, database_name, user_name, ssl_mode, statistics, queries, changed_at, changed_by)
                SELECT gen_random_uuid(), a.id, 'stock-' || a.number, 'h', 5432, 'd', 'u', 'disable', true, false, now(), 'x' FROM agents a WHERE a.number <= 100""");
        postgres.execute("""
                INSERT INTO metric_set (hash, collector, target, positions)
                SELECT sha256(('s' || n)::bytea), CASE WHEN n % 10 = 0 THEN 'pg-stat' ELSE 'system' END, 'main',
                       (SELECT jsonb_agg(jsonb_build_object('metric', 'm' || p || n, 'kind', 'GAUGE', 'unit', '1', 'labels', '{}'::jsonb)) FROM generate_series(1, 30) p)
                FROM generate_series(1, 2000) n""");
        postgres.execute(
                "INSERT INTO latest SELECT n, 1 + (n + s) % 2000, now(), '{1}' FROM generate_series(1, 2000) n, generate_series(0, 8) s");
        postgres.execute("""
                INSERT INTO api_monitors (name, kind, check_body, tags)
                SELECT 'check of ' || (ARRAY['web', 'db', 'app', 'cache'])[n % 4 + 1] || ' ' || n, 'http', jsonb_build_object('url', 'https://host' || n || '.example/health'), ARRAY['t' || n % 9]
                FROM generate_series(1, 5000) n""");
        postgres.execute("""
                INSERT INTO fleet_settings_known VALUES ('a', '{"known": [{"name": "pulse.logs.every", "about": "How often logs are read."}]}'),
                    ('b', '{"known": [{"name": "pulse.logs.every", "about": "How often logs are read."}, {"name": "pulse.hub.url", "about": "Where the hub is."}]}')""");
        postgres.execute("ANALYZE");
    }

    private static List<String> said(List<Hit> hits) {
        return hits.stream().map(hit -> hit.name() + " | " + hit.more()).toList();
    }

    @Test
    void aHostIsFoundByAllThatItIsKnownBy() {
        assertThat(said(names.hosts(List.of("web-1996"), List.of())))
                .containsExactly("web-1996 | Debian 12 · 10.0.7.246");
        assertThat(said(names.hosts(List.of("10.0.7.246"), List.of())))
                .containsExactly("web-1996 | Debian 12 · 10.0.7.246");
        assertThat(names.hosts(List.of("fe80::17"), List.of()))
                .extracting(Hit::name)
                .contains("db-17");
        assertThat(names.hosts(List.of("rack:r7", "even"), List.of())).isEmpty(); // those of r7 are odd
        assertThat(names.hosts(List.of("rack:r7", "odd"), List.of())).hasSize(50);
        assertThat(names.hosts(List.of("web-16", "even"), List.of()))
                .extracting(Hit::name)
                .startsWith("web-16", "web-160");
    }

    @Test
    void ofManyThatWhichIsCalledJustSoIsThere() {
        assertThat(names.hosts(List.of("db-1"), List.of()))
                .first()
                .extracting(Hit::name)
                .isEqualTo("db-1");
        assertThat(names.hosts(List.of("-"), List.of())).hasSize(Names.MOST);
        assertThat(names.monitors(List.of("check", "of", "web", "4")))
                .first()
                .extracting(Hit::name)
                .isEqualTo("check of web 4");
    }

    @Test
    void whatStandsForAnythingInSqlStandsForItselfHere() {
        assertThat(names.hosts(List.of("web_"), List.of())).isEmpty();
        assertThat(names.hosts(List.of("%"), List.of())).isEmpty();
        assertThat(names.hosts(List.of("\\"), List.of())).isEmpty();
    }

    @Test
    void aDatabaseIsFoundUnlessItWasRemoved() throws Exception {
        assertThat(said(names.databases(List.of("shop-25"), List.of()))).first().isEqualTo("shop-25 | web-100");
        assertThat(said(names.databases(List.of("stock-9"), List.of()))).first().isEqualTo("stock-9 | db-9");
        assertThat(names.databases(List.of("main"), List.of(7)))
                .as("nobody ever got in there")
                .hasSize(1);

        postgres.execute("""
                INSERT INTO database_target (id, agent, name, host, port, database_name, user_name, ssl_mode, statistics, queries, changed_at, changed_by, removed_at)
                SELECT gen_random_uuid(), a.id, 'shop-31', 'h', 5432, 'd', 'u', 'disable', true, false, now(), 'x', now() + interval '5 minutes' FROM agents a WHERE a.number = 124""");
        assertThat(names.databases(List.of("shop-31"), List.of()))
                .extracting(Hit::name)
                .doesNotContain("shop-31");
    }

    @Test
    void aMonitorIsFoundByWhatItProbes() {
        assertThat(said(names.monitors(List.of("host4711.example"))))
                .containsExactly("check of cache 4711 | http · https://host4711.example/health");
    }

    @Test
    void aJobIsFoundOnceAndOnASingleHost() {
        assertThat(said(names.jobs(List.of("o"), List.of())))
                .containsExactly(
                        "logs | ",
                        "ports | ",
                        "docker | "); // the letter stands at the same place in each; the shorter ones first
        assertThat(said(names.jobsOfHosts(List.of("logs", "web-1996"), List.of())))
                .containsExactly("logs | web-1996");
        assertThat(names.jobsOfHosts(List.of("web", "1996"), List.of())).isEmpty();
    }

    @Test
    void aSettingIsFoundByItsNameAndByWhatItIsFor() {
        assertThat(said(names.settings(List.of("logs", "often"))))
                .containsExactly("pulse.logs.every | How often logs are read.");
        assertThat(names.settings(List.of("pulse_logs_every"))).hasSize(1);
        assertThat(names.settings(List.of("hub.url"))).hasSize(1);
    }

    @Test
    void whatIsOutOfReachIsNotFound() {
        var reach = List.of(7, 8);
        assertThat(said(names.hosts(List.of("-"), reach)))
                .containsExactly("web-8 | Debian 12 · 10.0.0.8", "cache-7 | Debian 12 · 10.0.0.7");
        assertThat(names.databases(List.of("shop"), reach))
                .extracting(Hit::name)
                .containsExactly("shop-2");
        assertThat(names.databases(List.of("stock"), reach))
                .extracting(Hit::name)
                .containsExactly("stock-7", "stock-8");
        assertThat(names.jobs(List.of("backup"), reach)).hasSize(1);
        assertThat(names.jobs(List.of("backup"), List.of(8))).isEmpty();
        assertThat(names.jobsOfHosts(List.of("backup", "7"), List.of(8))).isEmpty();
    }

    @Test
    void aLargeFleetIsSearchedAtOnce() {
        for (var words : List.of(List.of("web"), List.of("e"), List.of("nowhere"), List.of("logs", "web-19"))) {
            var times =
                    LongStream.generate(() -> timeOf(words)).limit(15).sorted().toArray();
            System.out.printf("search %s: best %.1f ms, median %.1f ms%n", words, times[0] / 1e6, times[7] / 1e6);
            assertThat(Duration.ofNanos(times[7])).as("%s", words).isLessThan(ALLOWED);
        }
    }

    private static long timeOf(List<String> words) {
        var begin = System.nanoTime();
        names.hosts(words, List.of());
        names.databases(words, List.of());
        names.monitors(words);
        names.jobs(words, List.of());
        if (words.size() > 1) {
            names.jobsOfHosts(words, List.of());
        }
        names.settings(words);
        return System.nanoTime() - begin;
    }
}
