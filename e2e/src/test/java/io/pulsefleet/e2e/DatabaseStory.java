package io.pulsefleet.e2e;

import io.pulsefleet.wire.Document;
import io.pulsefleet.wire.Frame;
import io.pulsefleet.wire.HostEvent;
import io.pulsefleet.wire.Json;
import io.pulsefleet.wire.Metric;
import io.pulsefleet.wire.MetricSet;
import io.pulsefleet.wire.Position;
import io.pulsefleet.wire.RawJson;
import io.pulsefleet.wire.Registration;
import io.pulsefleet.wire.Registration.HostFacts;
import io.pulsefleet.wire.Shipment;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;

/**
 * An agent that tells the last half hour of a shop's PostgreSQL server, as the jobs pg-stat and pg-log do: all is well
 * until somebody leaves a transaction open, and two others wait behind it, one behind the other.
 */
final class DatabaseStory {

    private static final int MINUTES = 30;
    private static final UUID AGENT = UUID.fromString("00000000-0000-4000-8000-00000000da7a");
    private static final String TOKEN = "the-token-of-the-agent-that-tells-a-story";

    private static final List<String> STATEMENTS = List.of(
            "SELECT o.id, o.total, c.name FROM orders o JOIN customers c ON c.id = o.customer WHERE o.state = $1 ORDER BY o.placed_at DESC LIMIT $2",
            "UPDATE stock SET amount = amount - $1 WHERE article = $2",
            "INSERT INTO orders (customer, state, total) VALUES ($1, $2, $3) RETURNING id",
            "SELECT count(*) FROM events WHERE at > $1",
            "BEGIN",
            "COMMIT",
            "SELECT * FROM articles WHERE id = ANY ($1)");

    private final HttpClient client = HttpClient.newHttpClient();
    private final URI api;
    private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    private final Random chance = new Random(7);
    private int segment;

    DatabaseStory(URI hub) {
        api = hub.resolve("/api/v1/");
    }

    /** When the three stood in a row for the last time. */
    Instant end() {
        return now;
    }

    void tell(String joinToken) throws Exception {
        var facts = new HostFacts("db-7", List.of("192.0.2.7"), "Debian 13", "6.12", "amd64", 8, 32L << 30);
        send("POST", "agents/register", joinToken, Json.bytes(new Registration(AGENT, TOKEN, facts, "0.1.0", "b-1")));
        tellOfItself();
        for (int minute = MINUTES; minute >= 0; minute--) {
            var at = now.minus(Duration.ofMinutes(minute));
            var told = new ArrayList<Document>();
            told.add(document("activity", at, activity(at, minute <= 2)));
            told.add(document("locks", at, minute <= 2 ? locks() : "{\"locks\":[]}"));
            told.add(document("statements", at, statements(at)));
            told.add(document("log", at, log(at, minute)));
            ship(new Shipment(List.of(), List.of(), List.of(), told, List.of()));
        }
        tellNumbers();
        tellOfContainers();
    }

    private static final Map<String, String> WORKER =
            Map.of("container.id", "2a1b2c3d4e5f", "container.image.name", "shop/worker:7", "exit_code", "137");

    /** Where the shop itself runs: of its worker's memory there was not enough. */
    private void tellOfContainers() throws Exception {
        ship(new Shipment(
                List.of(),
                List.of(),
                List.of(),
                List.of(
                        docker("containers", now, """
                                {"daemon":{"state":"running","engine":"Docker","version":"28.5.1","socket":"/var/run/docker.sock"},
                                 "counts":{"total":4,"running":2,"stopped":2,"unhealthy":1,"untold":0},
                                 "containers":[
                                  {"id":"0a1b2c3d4e5f","name":"shop-web","image":"shop/web:7","state":"running","status":"Up 3 hours (healthy)","health":"healthy","created_at":"%1$s","started_at":"%1$s","oom_killed":false,"restarts":0,"cpus":0.25,"memory_bytes":734003200,"memory_limit_bytes":1073741824},
                                  {"id":"1a1b2c3d4e5f","name":"shop-search","image":"shop/search:2","state":"running","status":"Up 3 hours (unhealthy)","health":"unhealthy","created_at":"%1$s","started_at":"%1$s","oom_killed":false,"restarts":3,"cpus":1.5,"memory_bytes":2147483648,"memory_limit_bytes":4294967296},
                                  {"id":"2a1b2c3d4e5f","name":"shop-worker","image":"shop/worker:7","state":"exited","status":"Exited (137) 5 minutes ago","health":"none","created_at":"%1$s","started_at":"%1$s","finished_at":"%2$s","exit_code":137,"oom_killed":true,"restarts":0},
                                  {"id":"3a1b2c3d4e5f","name":"shop-migrate","image":"shop/migrate:7","state":"exited","status":"Exited (0) 3 hours ago","health":"none","created_at":"%1$s","started_at":"%1$s","finished_at":"%1$s","exit_code":0,"oom_killed":false,"restarts":0}],
                                 "sizes":{"at":"%1$s","images":3221225472,"containers":1048576,"volumes":10737418240,"build_cache":0,"image_count":9,"volume_count":4}}""".formatted(
                                        now.minus(Duration.ofHours(3)), now.minus(Duration.ofMinutes(5)))),
                        new HostEvent("container.oom_killed", "shop-worker", "killed", WORKER)
                                .at(now.minus(Duration.ofMinutes(5)), "docker"),
                        new HostEvent("container.died", "shop-worker", "ended with code 137", WORKER)
                                .at(now.minus(Duration.ofMinutes(5)).plusMillis(80), "docker")),
                List.of()));
    }

    private static Document docker(String kind, Instant at, String body) {
        return new Document("docker." + kind, "docker", at, new RawJson(body));
    }

    private void tellOfItself() throws Exception {
        var before = now.minus(Duration.ofMinutes(70));
        ship(new Shipment(
                List.of(),
                List.of(),
                List.of(),
                List.of(
                        document("server", now, """
                                {"version":"18.1","major":18,"extensions":[{"name":"pg_stat_statements","version":"1.11","available":"1.12","schema":"public"}],
                                 "states":[{"part":"bloat","state":"no_rights","remedy":"the tables' statistics cannot be read: run GRANT pg_monitor TO pulse"}]}"""),
                        document("settings", before, """
                                {"settings":[{"name":"work_mem","setting":"4096","unit":"kB","source":"configuration file","boot_val":"4096","pending_restart":false}]}"""),
                        document("settings", now, """
                                {"settings":[{"name":"max_connections","setting":"200","source":"configuration file","sourcefile":"/etc/postgresql/18/main/postgresql.conf","boot_val":"100","pending_restart":true},
                                 {"name":"shared_buffers","setting":"1048576","unit":"8kB","source":"configuration file","boot_val":"16384","pending_restart":false},
                                 {"name":"work_mem","setting":"65536","unit":"kB","source":"database","boot_val":"4096","pending_restart":false}]}"""),
                        document("tables", now, """
                                {"tables":[{"schema":"public","table":"orders","size":734003200,"live":4200000,"dead":12000,"seq_scan":12,"idx_scan":9200000,"xid_age":48000000,"last_vacuum":"%1$s","last_analyze":"%1$s","vacuum_at":840050,"autovacuum":true},
                                 {"schema":"public","table":"events","size":2147483648,"live":9000000,"dead":5200000,"seq_scan":410,"idx_scan":1200,"xid_age":412000000,"vacuum_at":1800050,"autovacuum":false},
                                 {"schema":"public","table":"stock","size":8192000,"live":52000,"dead":9000,"seq_scan":3,"idx_scan":88000,"xid_age":9000000,"last_vacuum":"%1$s","vacuum_at":10450,"autovacuum":true}],
                                 "bloat":[{"schema":"public","relation":"events","type":"table","size":2147483648,"bloat":901943132,"ratio":0.42}]}""".formatted(now.minus(Duration.ofHours(3)))),
                        document("indexes", now, """
                                {"indexes":[{"schema":"public","table":"events","index":"events_at_idx1","size":402653184,"scans":0,"unused":true,"valid":false,"definition":"CREATE INDEX events_at_idx1 ON public.events USING btree (at)"},
                                 {"schema":"public","table":"orders","index":"orders_customer_2","size":92274688,"scans":17,"unused":false,"valid":true,"double_of":"orders_customer","definition":"CREATE INDEX orders_customer_2 ON public.orders USING btree (customer)"},
                                 {"schema":"public","table":"orders","index":"orders_note","size":12582912,"scans":0,"unused":true,"valid":true,"definition":"CREATE INDEX orders_note ON public.orders USING btree (note)"},
                                 {"schema":"public","table":"orders","index":"orders_pkey","size":94371840,"scans":9100000,"unused":false,"valid":true,"definition":"CREATE UNIQUE INDEX orders_pkey ON public.orders USING btree (id)"}]}"""),
                        document("replication", now, """
                                {"replication":[{"client":"standby-1","pid":901,"usename":"replicator","client_addr":"192.0.2.8","state":"streaming","sync_state":"async","replay_delay":16384,"replay_lag":0.004}],
                                 "slots":[{"slot":"standby_1","slot_type":"physical","active":1,"retained":32768,"wal_status":"reserved"},
                                  {"slot":"old_report","slot_type":"logical","database":"shop","plugin":"pgoutput","active":0,"retained":8589934592,"wal_status":"extended","xmin_age":5200000}],
                                 "receiver":[]}""")),
                List.of()));
    }

    private String activity(Instant at, boolean isBlocked) {
        var sessions = new ArrayList<String>();
        for (int i = 0; i < 12; i++) {
            var isIdle = i > 3;
            sessions.add(session(
                    4_200 + i,
                    isIdle ? "idle" : "active",
                    at.minusMillis(isIdle ? 40_000 + i * 1_000 : chance.nextInt(900)),
                    isIdle ? "\"wait_event_type\":\"Client\",\"wait_event\":\"ClientRead\"," : wait(i),
                    STATEMENTS.get(i % STATEMENTS.size()).replace("$1", "42"),
                    "web:r-" + (100 + i),
                    ""));
        }
        if (isBlocked) {
            var began = now.minusSeconds(150);
            sessions.add(session(
                    4_711,
                    "idle in transaction",
                    began,
                    "\"wait_event_type\":\"Client\",\"wait_event\":\"ClientRead\",",
                    "UPDATE stock SET amount = amount - 1 WHERE article = 17",
                    "import:r-17",
                    ""));
            sessions.add(session(
                    4_712,
                    "active",
                    began.plusSeconds(5),
                    "\"wait_event_type\":\"Lock\",\"wait_event\":\"transactionid\",",
                    "UPDATE stock\n   SET amount = amount - 3\n WHERE article = 17",
                    "web:r-18",
                    "4711"));
            sessions.add(session(
                    4_713,
                    "active",
                    began.plusSeconds(9),
                    "\"wait_event_type\":\"Lock\",\"wait_event\":\"tuple\",",
                    "UPDATE stock SET amount = amount - 1 WHERE article = 17",
                    "web:r-19",
                    "4711,4712"));
        }
        return "{\"sessions\":[" + String.join(",", sessions) + "]}";
    }

    private String wait(int i) {
        return switch (chance.nextInt(4) + i % 2) {
            case 0 -> "\"wait_event_type\":\"IO\",\"wait_event\":\"DataFileRead\",";
            case 1 -> "\"wait_event_type\":\"LWLock\",\"wait_event\":\"WALWrite\",";
            default -> "";
        };
    }

    private static String session(
            int pid, String state, Instant since, String wait, String query, String application, String blockedBy) {
        return """
                {"pid":%d,"datname":"shop","usename":"shop","application_name":"%s","client_addr":"192.0.2.20","backend_type":"client backend",
                 "backend_start":"%s","xact_start":"%s","query_start":"%s","state_change":"%s",%s"state":"%s","query_id":%d,"query":%s,
                 "blocked_by":[%s],"correlation_id":"%s"}""".formatted(
                        pid,
                        application,
                        since.minusSeconds(3_600),
                        since,
                        since,
                        since,
                        wait,
                        state,
                        1_000 + pid % STATEMENTS.size(),
                        new String(Json.bytes(query), java.nio.charset.StandardCharsets.UTF_8),
                        blockedBy,
                        application.substring(application.indexOf(':') + 1));
    }

    private String locks() {
        return """
                {"locks":[{"blocked_pid":4712,"blocked_usename":"shop","blocked_application_name":"web:r-18","blocked_query":"UPDATE stock SET amount = amount - 3 WHERE article = 17","blocked_correlation_id":"r-18",
                  "blocking_pid":4711,"blocking_usename":"shop","blocking_application_name":"import:r-17","blocking_state":"idle in transaction","blocking_query":"UPDATE stock SET amount = amount - 1 WHERE article = 17","blocking_correlation_id":"r-17",
                  "datname":"shop","locktype":"transactionid","mode":"ShareLock","waitstart":"%s","root_pid":4711,"depth":1},
                 {"blocked_pid":4713,"blocked_usename":"shop","blocked_application_name":"web:r-19","blocked_query":"UPDATE stock SET amount = amount - 1 WHERE article = 17","blocked_correlation_id":"r-19",
                  "blocking_pid":4712,"blocking_usename":"shop","blocking_application_name":"web:r-18","blocking_state":"active","blocking_query":"UPDATE stock SET amount = amount - 3 WHERE article = 17","blocking_correlation_id":"r-18",
                  "datname":"shop","locktype":"tuple","mode":"ExclusiveLock","relation":"public.stock","waitstart":"%s","root_pid":4711,"depth":2}]}""".formatted(now.minusSeconds(145), now.minusSeconds(141));
    }

    private String statements(Instant at) {
        var told = new ArrayList<String>();
        for (int i = 0; i < STATEMENTS.size(); i++) {
            var calls = 50 + chance.nextInt(400) * (STATEMENTS.size() - i);
            var each = List.of(12.5, 0.8, 0.4, 240.0, 0.002, 0.05, 1.9).get(i);
            told.add("""
                    {"queryid":%d,"datname":"shop","usename":"shop","toplevel":true,"query":"%s","calls":%d,"total_exec_time":%s,"rows":%d,
                     "shared_blks_hit":%d,"shared_blks_read":%d,"shared_blks_written":%d,"temp_blks_written":0}""".formatted(
                    1_000 + i, STATEMENTS.get(i), calls, calls * each, calls * 3, calls * 40, calls / 3, calls / 9));
        }
        told.add("""
                {"queryid":2000,"datname":"shop","usename":"watcher","toplevel":true,"query":"SELECT /* pulsefleet */ pid FROM pg_stat_activity","calls":60,"total_exec_time":90.0,"rows":600,
                 "shared_blks_hit":0,"shared_blks_read":0,"shared_blks_written":0,"temp_blks_written":0}""");
        return "{\"since\":\"" + at.minusSeconds(60) + "\",\"statements\":[" + String.join(",", told) + "]}";
    }

    private String log(Instant at, int minute) {
        var entries = new ArrayList<String>();
        if (minute % 5 == 0) {
            entries.add(entry(at, "LOG", "checkpoint", "checkpoint complete: wrote 812 buffers (0.1%)", "", null));
        }
        entries.add(entry(
                at.minusSeconds(20),
                "LOG",
                "slow-statement",
                "duration: 241.512 ms  statement: SELECT count(*) FROM events WHERE at > now() - interval '1 day'",
                "\"duration_ms\":241.512,",
                "r-103"));
        if (minute == 1) {
            entries.add(entry(
                    at,
                    "ERROR",
                    "lock-timeout",
                    "canceling statement due to lock timeout",
                    "\"statement\":\"UPDATE stock SET amount = amount - 1 WHERE article = 17\",\"context\":\"while updating tuple (4,17) in relation \\\"stock\\\"\",",
                    "r-18"));
            entries.add(entry(
                    at.minusSeconds(3),
                    "FATAL",
                    "authentication-failed",
                    "password authentication failed for user \\\"report\\\"",
                    "\"detail\":\"Connection matched file pg_hba.conf line 14\",",
                    null));
        }
        return "{\"entries\":[" + String.join(",", entries) + "]}";
    }

    private static String entry(Instant at, String level, String event, String message, String more, String id) {
        return """
                {"timestamp":"%s","error_severity":"%s","event":"%s","message":"%s",%s"pid":4712,"user_name":"shop","dbname":"shop"%s}""".formatted(at, level, event, message, more, id == null ? "" : ",\"correlation_id\":\"" + id + "\"");
    }

    private void tellNumbers() throws Exception {
        var set = new MetricSet(
                "pg-stat",
                "shop",
                List.of(
                        new Position("pulsefleet.collector.up", Metric.Kind.GAUGE, "1", Map.of()),
                        new Position(
                                "postgresql.connections", Metric.Kind.GAUGE, "{session}", Map.of("state", "active")),
                        new Position("postgresql.connections", Metric.Kind.GAUGE, "{session}", Map.of("state", "idle")),
                        new Position(
                                "postgresql.commits", Metric.Kind.COUNTER, "{transaction}", Map.of("database", "shop")),
                        new Position("postgresql.db_size", Metric.Kind.GAUGE, "By", Map.of("database", "shop"))));
        var frames = new ArrayList<Frame>();
        for (int minute = MINUTES; minute >= 0; minute--) {
            frames.add(new Frame(set.hash(), now.minus(Duration.ofMinutes(minute)), new double[] {
                1, 3 + chance.nextInt(4), 40, (MINUTES - minute) * 52_000.0 + chance.nextInt(9_000), 3.2e9
            }));
        }
        ship(Shipment.ofFrames(frames).with(List.of(set)));
    }

    private static Document document(String kind, Instant at, String body) {
        return new Document("postgresql." + kind, "shop", at, new RawJson(body));
    }

    private void ship(Shipment shipment) throws Exception {
        send("PUT", "agents/" + AGENT + "/shipments/story-" + segment++, TOKEN, Json.bytes(shipment));
    }

    private void send(String method, String path, String token, byte[] body) throws IOException, InterruptedException {
        var answer = client.send(
                HttpRequest.newBuilder(api.resolve(path))
                        .header("Authorization", "Bearer " + token)
                        .header("Content-Type", "application/json")
                        .method(method, BodyPublishers.ofByteArray(body))
                        .build(),
                BodyHandlers.ofString());
        if (answer.statusCode() / 100 != 2) {
            throw new IOException(path + " answered " + answer.statusCode() + ": " + answer.body());
        }
    }
}
