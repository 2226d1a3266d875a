package io.pulsefleet.hub.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The words of a payload (PA-07). */
public final class PulseWords {

    /** As the documents that hold payloads are called. */
    public static final String KIND = "queries";

    /** In {@code stats}: of the window itself. */
    private static final Set<String> FRAME = Set.of("status", "start_time", "end_time");

    private static final Set<String> PARTS = Set.of("system_metrics", "docker_metrics");

    private PulseWords() {}

    /** In {@code stats}: what was found beside answers. */
    public static boolean isPart(String name) {
        return PARTS.contains(name);
    }

    /** All else in {@code stats} is a query's answer. */
    public static boolean isQuery(String name) {
        return !FRAME.contains(name) && !PARTS.contains(name);
    }

    public static boolean isSuccess(String status) {
        return switch (status.toLowerCase(Locale.ROOT)) {
            case "success", "ok", "successful", "succeeded", "completed" -> true;
            default -> false;
        };
    }

    /** Empty where it is none. */
    public static Optional<Instant> moment(JsonNode node) {
        return Moment.read(node);
    }
}
