package io.pulsefleet.agent.collect.logs;

import io.pulsefleet.agent.supervisor.Supervisor;
import io.pulsefleet.wire.Json;
import io.pulsefleet.wire.LogLine;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Not a test: an agent in small, in a process of its own that may be killed. What it read is sealed as the spool does it. */
final class KilledReader {

    /** A segment: what was read, and where that leads. */
    record Sealed(List<String> texts, String place) {}

    private KilledReader() {}

    public static void main(String[] args) throws Exception {
        var segments = Path.of(args[1]);
        var logs = new VisitedLogs(InstantSource.system());
        logs.given.put("pulse.logs", args[0] + " nginx rate=0");
        logs.given.put("pulse.logs.begin", "start");
        if (args.length > 2) {
            logs.supervisor = new Supervisor(Path.of(args[2]), Duration.ofSeconds(10));
        }
        logs.place = last(segments).map(Sealed::place);
        int next = count(segments);
        while (true) {
            logs.lines.clear();
            logs.visitOnce();
            if (!logs.lines.isEmpty()) {
                var texts = logs.lines.stream().map(LogLine::text).toList();
                seal(segments, next++, new Sealed(texts, logs.place.orElseThrow()));
            }
        }
    }

    private static void seal(Path segments, int number, Sealed segment) throws IOException {
        var part = segments.resolve("segment.part");
        Files.write(part, Json.bytes(segment));
        try (var file = FileChannel.open(part, StandardOpenOption.WRITE)) {
            file.force(true);
        }
        Files.move(part, segments.resolve("%08d.json".formatted(number)), StandardCopyOption.ATOMIC_MOVE);
    }

    static int count(Path segments) {
        int count = 0;
        while (Files.exists(segments.resolve("%08d.json".formatted(count)))) {
            count++;
        }
        return count;
    }

    static Sealed read(Path segments, int number) throws IOException {
        return Json.read(Files.readAllBytes(segments.resolve("%08d.json".formatted(number))), Sealed.class);
    }

    private static Optional<Sealed> last(Path segments) throws IOException {
        int count = count(segments);
        return count == 0 ? Optional.empty() : Optional.of(read(segments, count - 1));
    }
}
