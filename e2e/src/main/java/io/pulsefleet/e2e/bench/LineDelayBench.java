package io.pulsefleet.e2e.bench;

import io.pulsefleet.e2e.Await;
import io.pulsefleet.e2e.HubClient;
import io.pulsefleet.e2e.Stack;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;

/** How soon a line that a program writes is at the hub, for one who follows. */
final class LineDelayBench implements Subject {

    private static final int LINES = 120;
    private static final Duration LONGEST = Duration.ofMinutes(3);
    private static final Duration LONGEST_LINE = Duration.ofSeconds(20);

    @Override
    public void measure(Ground ground, Table table) throws IOException {
        try (var stack = ground.startHub("line-delay")) {
            stack.startAgent();
            stack.agent().awaitReady(LONGEST);
            var hub = new HubClient(stack.hubAddress(), stack.adminPassword());
            hub.awaitFirstReading(LONGEST);
            measure(stack, hub, table, "access.log", "10.0.0.1 - - [%s] \"GET /%d HTTP/1.1\" 200 1\n");
            measure(stack, hub, table, "app.log", "%s INFO line %d, which may go on in the next one\n");
        }
    }

    private static void measure(Stack stack, HubClient hub, Table table, String file, String form) throws IOException {
        var path = stack.logs().resolve(file);
        var delays = new ArrayList<Double>();
        var cursor = hub.get("/api/v1/logs/tail").get("cursor").asText();
        for (int line = 0; line < LINES + 5; line++) {
            Await.pause(Duration.ofMillis(ThreadLocalRandom.current().nextInt(1_500)));
            Files.writeString(
                    path,
                    form.formatted(Instant.now(), line),
                    StandardCharsets.UTF_8,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
            var written = System.nanoTime();
            cursor = followUntil(hub, cursor, path.toString(), written);
            if (line >= 5) { // until the file is known, and the paths are warm
                delays.add((System.nanoTime() - written) / 1e9);
            }
        }
        delays.sort(null);
        row(table, file, "median", delays, 0.5);
        row(table, file, "95th percentile", delays, 0.95);
        row(table, file, "largest", delays, 1);
    }

    private static String followUntil(HubClient hub, String from, String source, long since) throws IOException {
        var cursor = from;
        while ((System.nanoTime() - since) / 1e9 < LONGEST_LINE.toSeconds()) {
            var answer = hub.get("/api/v1/logs/tail?wait=5&source=" + encoded(source) + "&cursor=" + encoded(cursor));
            cursor = answer.get("cursor").asText();
            if (!answer.get("lines").isEmpty()) {
                return cursor;
            }
        }
        throw new IOException("no line of " + source + " within " + LONGEST_LINE.toSeconds() + " s");
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static void row(Table table, String file, String what, List<Double> delays, double share) {
        var place = Math.min(delays.size() - 1, (int) (delays.size() * share));
        table.row(
                String.format(Locale.ROOT, "a line of %s to one who follows at the hub, %s of %d", file, what, LINES),
                "s",
                "%.2f",
                delays.get(place));
    }
}
