package io.pulsefleet.e2e.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.pulsefleet.e2e.Stack;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * How fast the past is found: inside the database, and through REST.
 *
 * <p>100 agents with a day of visits every 10 s, packed, and the last hour of them hot; one agent with 30 days of
 * them; the newest visit of 1,000 agents. 150 values a visit. Packed and rolled up by the hub's own jobs.
 */
final class QueryBench implements Subject {

    private static final int WIDTH = 150;
    private static final int AGENTS = 1_000;
    private static final int WITH_A_DAY = 100;
    private static final int DAYS = 30;

    /** The hub's compiler takes some of the processors until then. */
    private static final int WARM = 200;

    private static final int RUNS = 100;
    private static final Duration LONGEST = Duration.ofMinutes(3);

    private static final Pattern DURATION = Pattern.compile("duration: ([0-9.]+) ms  statement: COPY");

    private final Instant hour = Instant.now().truncatedTo(ChronoUnit.HOURS);
    private Path log;
    private final HttpClient client = HttpClient.newHttpClient();

    @Override
    public void measure(Ground ground, Table table) throws IOException, SQLException {
        var data = ground.emptyFolder("query");
        try (var stack = Stack.beside(data, Map.of())) {
            stack.startPostgres();
            log = data.resolve("postgres.log");
            letItTellDurations(data, stack.postgres().pid());
            stack.startHub();
            stack.hub().awaitReady(LONGEST);
            try (var connection = Ground.database(stack)) {
                fill(connection, HubJobs.of(stack));
                measure(stack.hubAddress(), stack.adminPassword(), table);
            }
        }
    }

    /** Only a superuser may ask for it in SQL, and we are none. */
    private static void letItTellDurations(Path data, long pid) throws IOException {
        Files.writeString(
                data.resolve("postgres/postgresql.auto.conf"),
                "log_min_duration_statement = 0\n",
                StandardOpenOption.APPEND);
        new ProcessBuilder("kill", "-HUP", Long.toString(pid)).inheritIO().start();
    }

    private void measure(URI hub, String password, Table table) throws IOException {
        var lastHour = "&from=" + hour.minus(Duration.ofHours(1)) + "&to=" + hour + "&step=10";
        var day = "&from=" + hour.minus(Duration.ofDays(1)) + "&to=" + hour + "&step=300";
        var month = "&from=" + hour.minus(Duration.ofDays(30)) + "&to=" + hour + "&step=1h";
        row(
                table,
                hub,
                password,
                "one series, last hour",
                "query?metric=bench.metric&label.number=7&agent=host-1" + lastHour);
        row(
                table,
                hub,
                password,
                "20 series, 24 h at 5 min",
                "query?metric=bench.metric&label.group=3&agent=host-1" + day);
        row(
                table,
                hub,
                password,
                "20 series of 20 agents, 24 h at 5 min",
                "query?metric=bench.metric&label.number=7" + hosts(20) + day);
        row(
                table,
                hub,
                password,
                "one series, 30 days at 1 h",
                "query?metric=bench.metric&label.number=7&agent=host-0" + month);
        row(
                table,
                hub,
                password,
                "one series, 30 days at 1 h, p95 from visits of a day",
                "query?metric=bench.metric&aggregate=p95&label.number=7&agent=host-1" + month);
        row(table, hub, password, "the fleet's table, 1,000 agents", "agents");
    }

    private static String hosts(int count) {
        return String.join(
                "",
                IntStream.range(1, count + 1).mapToObj(i -> "&agent=host-" + i).toList());
    }

    private void row(Table table, URI hub, String password, String what, String path) throws IOException {
        for (int i = 0; i < WARM; i++) {
            ask(hub, password, path);
        }
        var rest = new double[RUNS];
        var logBefore = Files.size(log);
        var body = "";
        for (int i = 0; i < RUNS; i++) {
            var began = System.nanoTime();
            body = ask(hub, password, path);
            rest[i] = (System.nanoTime() - began) / 1e6;
        }
        Arrays.sort(rest);
        var inside = inside(logBefore);
        table.row(what + ", p95 inside the database", "ms", "%.1f", inside[inside.length * 95 / 100]);
        table.row(what + ", p95 through REST", "ms", "%.1f", rest[RUNS * 95 / 100]);
        table.note("%s: %d points, p50 %.1f and %.1f ms"
                .formatted(what, points(body), inside[inside.length / 2], rest[RUNS / 2]));
    }

    private String ask(URI hub, String password, String path) throws IOException {
        var token = Base64.getEncoder().encodeToString(("admin:" + password).getBytes(StandardCharsets.UTF_8));
        var request = HttpRequest.newBuilder(hub.resolve("/api/v1/" + path))
                .header("Authorization", "Basic " + token)
                .build();
        HttpResponse<String> answer;
        try {
            answer = client.send(request, BodyHandlers.ofString());
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", stop);
        }
        if (answer.statusCode() != 200) {
            throw new IOException(path + " answered " + answer.statusCode() + ": " + answer.body());
        }
        return answer.body();
    }

    private static int points(String body) throws IOException {
        var points = 0;
        for (var series : new ObjectMapper().readTree(body).path("series")) {
            points += series.get("at").size();
        }
        return points;
    }

    /** What the server's own log says of the statements of each look; a look begins with its SET TRANSACTION. */
    private double[] inside(long logBefore) throws IOException {
        var looks = new ArrayList<Double>();
        try (var in = Files.newInputStream(log)) {
            in.skipNBytes(logBefore);
            for (var line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n", -1)) {
                var told = DURATION.matcher(line);
                if (line.contains("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")) {
                    looks.add(0.0);
                } else if (told.find() && !looks.isEmpty()) {
                    looks.set(looks.size() - 1, looks.get(looks.size() - 1) + Double.parseDouble(told.group(1)));
                }
            }
        }
        return looks.stream()
                .mapToDouble(Double::doubleValue)
                .filter(look -> look > 0)
                .sorted()
                .toArray();
    }

    private void fill(Connection connection, HubJobs jobs) throws IOException, SQLException {
        execute(connection, """
                INSERT INTO agents (id, number, token_hash, hostname, addresses, os, kernel, arch, cpus, memory_bytes, version, boot)
                OVERRIDING SYSTEM VALUE SELECT gen_random_uuid(), i, int4send(i), 'host-' || i, '{}', '', '', '', 1, 1, '', ''
                FROM generate_series(0, %d) i""".formatted(AGENTS - 1));
        execute(connection, """
                INSERT INTO metric_set (hash, collector, target, positions) SELECT 'bench', 'system', 'host', jsonb_agg(
                jsonb_build_object('metric', 'bench.metric', 'kind', 'GAUGE', 'unit', '1',
                'labels', jsonb_build_object('number', i::text, 'group', (i / 20)::text)) ORDER BY i)
                FROM generate_series(0, %d) i""".formatted(WIDTH - 1));
        execute(connection, "INSERT INTO agent_sets SELECT number, s.id FROM agents, metric_set s");
        execute(connection, """
                INSERT INTO latest SELECT number, s.id, now(), (SELECT array_agg(random() * 100) FROM generate_series(1, %d) WHERE number >= 0)
                FROM agents, metric_set s""".formatted(WIDTH));
        var month = hour.minus(Duration.ofDays(DAYS));
        fill(new Visits(connection, month, WIDTH, List.of(0)), 24 * DAYS - 1);
        fill(new Visits(connection, hour.minus(Duration.ofHours(25)), WIDTH, Visits.agents(1, WITH_A_DAY)), 24);
        jobs.run("pack");
        jobs.run("roll");
        fill(new Visits(connection, hour.minus(Duration.ofHours(1)), WIDTH, Visits.agents(1, WITH_A_DAY)), 1);
        execute(connection, "VACUUM ANALYZE");
    }

    private static void fill(Visits visits, int hours) throws SQLException {
        for (int i = 0; i < hours; i++) {
            visits.fill(i);
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
