package io.pulsefleet.agent.collect.logs;

import io.pulsefleet.settings.Settings;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Not a test: how many lines a core tails, parses and clears of secrets in a second, from a file on the disk to lines. It
 * prints parser, bytes a line and lines a second, with tabs between.
 */
final class LogsMeasure {

    private static final int LINES = 200_000;
    private static final int ROUNDS = 6;

    private LogsMeasure() {}

    public static void main(String[] args) throws Exception {
        var folder = Files.createTempDirectory("logs-measure");
        measure(folder, "plain", "a line that a program wrote: it took 12 ms and did nothing else of note");
        measure(
                folder,
                "nginx",
                "10.0.0.17 - alice [21/Nov/2026:10:00:00 +0000] \"GET /shop/articles/4711?sort=price HTTP/1.1\" 200 5120"
                        + " \"https://shop.example/\" \"Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0\"");
        measure(
                folder,
                "syslog",
                "2026-11-21T10:00:00.123456+00:00 web1 dhclient[812]: DHCPREQUEST for 10.0.0.17 on eth0");
        measure(
                folder,
                "json",
                "{\"time\":\"2026-11-21T10:00:00.123Z\",\"level\":\"info\",\"msg\":\"it took 12 ms\",\"user\":\"alice\"}");
        measure(
                folder,
                "logfmt",
                "time=2026-11-21T10:00:00.123Z level=info msg=\"it took 12 ms\" user=alice status=200");
        measure(
                folder,
                "java",
                "2026-11-21 10:00:00,123 [main] INFO app.Shop - an order was sold to alice, for 12 Euro");
    }

    private static void measure(Path folder, String parser, String line) throws Exception {
        var file = folder.resolve(parser + ".log");
        Files.writeString(file, (line + "\n").repeat(LINES), StandardCharsets.UTF_8);
        var given = Map.of(
                "pulse.logs",
                file + " " + parser + " rate=0",
                "pulse.logs.begin",
                "start",
                "pulse.logs.redact",
                "secrets");
        var best = Double.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            var logs = new Logs(
                    new Settings(name -> Optional.ofNullable(given.get(name))),
                    VisitedLogs.NO_SUPERVISOR,
                    InstantSource.system());
            Optional<String> place = Optional.empty();
            long told = 0;
            var began = cpu();
            for (var batch = logs.take(place, Instant.now()); !batch.isEmpty(); ) {
                told += batch.lines.size();
                place = Optional.of(logs.place(batch, Instant.now()).asText());
                batch = logs.take(place, Instant.now().plusSeconds(2));
            }
            best = Math.min(best, (cpu() - began) / 1e9);
            if (told < LINES - 1) {
                throw new IllegalStateException(parser + " told " + told);
            }
        }
        System.out.printf(Locale.ROOT, "%s\t%d\t%.0f%n", parser, line.length() + 1, LINES / best);
    }

    /** The thread's own time: what others do on the machine is not measured. */
    private static long cpu() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }
}
