package io.pulsefleet.e2e.bench;

import io.pulsefleet.e2e.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** What the kernel said in {@code /proc} at one moment. */
record KernelLook(Instant at, Map<String, Double> values) {

    static final List<String> METRICS = List.of(
            "system.memory.limit", "system.memory.linux.available", "system.uptime", "system.cpu.context_switches");

    /** At the next whole multiple of this, as the agent does it. */
    static KernelLook atNext(Duration interval) throws IOException {
        var millis = interval.toMillis();
        var at = Instant.ofEpochMilli((System.currentTimeMillis() / millis + 1) * millis);
        Await.pause(Duration.between(Instant.now(), at));
        return new KernelLook(
                at,
                Map.of(
                        "system.memory.limit",
                        1_024 * number("meminfo", "MemTotal:"),
                        "system.memory.linux.available",
                        1_024 * number("meminfo", "MemAvailable:"),
                        "system.uptime",
                        number("uptime", ""),
                        "system.cpu.context_switches",
                        number("stat", "ctxt")));
    }

    /** The first behind this word, at the beginning of a line. */
    private static double number(String file, String word) throws IOException {
        return Files.readString(Path.of("/proc", file))
                .lines()
                .filter(line -> line.startsWith(word))
                .mapToDouble(line ->
                        Double.parseDouble(line.substring(word.length()).strip().split(" ", 2)[0]))
                .findFirst()
                .orElseThrow();
    }
}
