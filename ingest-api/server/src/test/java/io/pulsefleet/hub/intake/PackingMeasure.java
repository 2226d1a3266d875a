package io.pulsefleet.hub.intake;

import io.pulsefleet.hub.intake.KnownSets.KnownSet;
import io.pulsefleet.wire.Document;
import io.pulsefleet.wire.Frame;
import io.pulsefleet.wire.RawJson;
import io.pulsefleet.wire.Shipment;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Not a test: how long it takes to make rows of a shipment. The figures are in ADR 0018. */
final class PackingMeasure {

    private static final String SET = "0".repeat(32);
    private static final Instant AT = Instant.parse("2026-11-21T10:15:00Z");
    private static final Map<String, KnownSet> KNOWN = Map.of(SET, new KnownSet(1, 150));
    private static final Window WINDOW = Window.around(AT, Duration.ofDays(400), Duration.ofMinutes(5));
    private static final int ROUNDS = 5;
    private static final long LASTING_NANOS = 1_000_000_000L;

    private PackingMeasure() {}

    public static void main(String[] args) {
        measure("1 frame of 150 values", Shipment.ofFrames(List.of(new Frame(SET, AT, new double[150]))));
        measure("200 sessions", ofDocument("activity", "sessions", 200, """
                {"pid":%d,"datname":"shop","usename":"shop","application_name":"web:r-%1$d","client_addr":"192.0.2.20","backend_type":"client backend",
                 "backend_start":"2026-11-21T09:15:00.123456Z","xact_start":"2026-11-21T10:14:59.5Z","query_start":"2026-11-21T10:14:59.5Z",
                 "state_change":"2026-11-21T10:14:59.6Z","wait_event_type":"Client","wait_event":"ClientRead","state":"idle","query_id":%1$d,
                 "query":"SELECT o.id, o.total, c.name FROM orders o JOIN customers c ON c.id = o.customer WHERE o.state = 'open'"}"""));
        measure("500 statements", ofDocument("statements", "statements", 500, """
                {"queryid":%d,"datname":"shop","usename":"shop","toplevel":true,"calls":1000,"total_exec_time":12.5,"rows":17,
                 "query":"SELECT o.id, o.total, c.name FROM orders o JOIN customers c ON c.id = o.customer WHERE o.state = $1",
                 "shared_blks_hit":4000,"shared_blks_read":12,"shared_blks_written":0}"""));
    }

    private static Shipment ofDocument(String kind, String list, int count, String row) {
        var rows = IntStream.range(0, count).mapToObj(row::formatted).collect(Collectors.joining(","));
        var body = new RawJson("{\"" + list + "\":[" + rows + "]}");
        return new Shipment(
                List.of(),
                List.of(),
                List.of(),
                List.of(new Document("postgresql." + kind, "main", AT, body)),
                List.of());
    }

    private static void measure(String name, Shipment shipment) {
        var best = Double.MAX_VALUE;
        var bytes = 0.0;
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        var made = 0L;
        for (int round = 0; round < ROUNDS; round++) {
            var count = 0;
            var begin = System.nanoTime();
            var before = threads.getCurrentThreadAllocatedBytes();
            while (System.nanoTime() - begin < LASTING_NANOS) {
                made += Manifest.pack(1, "p-0", shipment, KNOWN, WINDOW).bytes();
                count++;
            }
            best = Math.min(best, (System.nanoTime() - begin) / 1_000.0 / count);
            bytes = (double) (threads.getCurrentThreadAllocatedBytes() - before) / count;
        }
        System.out.printf(Locale.ROOT, "%-24s %8.2f us %10.0f bytes allocated (%d)%n", name, best, bytes, made % 10);
    }
}
