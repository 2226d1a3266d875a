package io.pulsefleet.e2e.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.pulsefleet.e2e.Stack;
import io.pulsefleet.store.pack.Slice;
import io.pulsefleet.store.pack.SliceCodec;
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
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * How fast the past is found: inside the database, and through REST.
 *
 * <p>100 agents with a day of visits every 10 s, packed, and the last two hours of them hot; one agent with 30 days of
 * roll-ups; the newest visit of 1,000 agents. 150 values a visit.
 */
final class QueryBench implements Subject {

    private static final int WIDTH = 150;
    private static final int AGENTS = 1_000;
    private static final int WITH_A_DAY = 100;
    private static final int VISITS = 360;
    private static final int WARM = 20;
    private static final int RUNS = 100;
    private static final Duration LONGEST = Duration.ofMinutes(3);

    private static final Pattern DURATION = Pattern.compile("duration: ([0-9.]+) ms  statement: COPY");

    private final Random random = new Random(7);
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
                fill(connection);
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

    private void fill(Connection connection) throws SQLException {
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
        execute(connection, """
                INSERT INTO frame SELECT now(), at, number, s.id, (SELECT array_agg(random() * 100) FROM generate_series(1, %d) WHERE at IS NOT NULL)
                FROM agents, metric_set s, generate_series('%s'::timestamptz, '%s', '10s') at WHERE number BETWEEN 1 AND %d""".formatted(WIDTH, hour.minus(Duration.ofHours(1)), hour.minusSeconds(10), WITH_A_DAY));
        execute(connection, """
                INSERT INTO rollup SELECT 3600, number, s.id, at, 1, array_fill(360, ARRAY[%1$d]), v, v, v, v
                FROM agents, metric_set s, generate_series('%2$s'::timestamptz, '%3$s', '1h') at,
                LATERAL (SELECT array_agg(random() * 100) AS v FROM generate_series(1, %1$d) WHERE at IS NOT NULL)
                WHERE number = 0 OR number <= %4$d AND at >= '%5$s'""".formatted(
                        WIDTH,
                        hour.minus(Duration.ofDays(30)),
                        hour.minus(Duration.ofHours(2)),
                        WITH_A_DAY,
                        hour.minus(Duration.ofHours(25))));
        for (int back = 2; back <= 25; back++) {
            pack(connection, hour.minus(Duration.ofHours(back)));
        }
        execute(connection, "VACUUM ANALYZE");
    }

    private void pack(Connection connection, Instant from) throws SQLException {
        var at = IntStream.range(0, VISITS)
                .mapToLong(i -> (from.getEpochSecond() + 10L * i) * 1_000_000)
                .toArray();
        var values = IntStream.range(0, WIDTH).mapToObj(this::column).toArray(double[][]::new);
        var slice = SliceCodec.pack(new Slice(at, values));
        try (var insert = connection.prepareStatement("INSERT INTO pack (level, agent, set, part, count, from_at,"
                + " first_at, last_at, times, ends, data) SELECT 0, number, s.id, 1, ?, ?, ?, ?, ?, ?, ?"
                + " FROM agents, metric_set s WHERE number BETWEEN 1 AND ?")) {
            insert.setInt(1, slice.count());
            insert.setObject(2, from.atOffset(ZoneOffset.UTC));
            insert.setObject(3, from.atOffset(ZoneOffset.UTC));
            insert.setObject(4, from.plusSeconds(3_590).atOffset(ZoneOffset.UTC));
            insert.setBytes(5, slice.times());
            insert.setArray(
                    6,
                    connection.createArrayOf(
                            "int4", IntStream.of(slice.ends()).boxed().toArray()));
            insert.setBytes(7, slice.data());
            insert.setInt(8, WITH_A_DAY);
            insert.executeUpdate();
        }
    }

    /** A quarter each: constant, a busy counter, a gauge with two decimals, a full double. */
    private double[] column(int position) {
        var column = new double[VISITS];
        var value = 50 + random.nextInt(1_000);
        var sum = 0.0;
        for (int i = 0; i < VISITS; i++) {
            sum += random.nextInt(10_000);
            column[i] = switch (position % 4) {
                case 0 -> value;
                case 1 -> sum;
                case 2 -> Math.rint((value + random.nextGaussian()) * 100) / 100;
                default -> value + random.nextGaussian();
            };
        }
        return column;
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
