package io.pulsefleet.hub.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * What is told of a window (PA-07).
 *
 * @param client and {@code site}: whose it is; may be empty
 * @param target which database, where the sender says so; else {@code main}
 * @param trouble why the window failed; empty where it did not
 * @param stats as they came
 * @param whole as it came
 */
record PulsePayload(
        String client,
        String site,
        UUID uuid,
        Instant start,
        Instant end,
        String target,
        Optional<String> trouble,
        JsonNode stats,
        JsonNode whole) {

    private static final Duration LONGEST = Duration.ofDays(400);

    /** @throws UnfitException that names the field */
    static PulsePayload of(JsonNode whole) {
        var told = Fields.of(whole);
        var client = told.present("client_id");
        var site = told.present("site_id");
        told.count("batch_index");
        var uuid = told.uuid("uuid");
        var stats = told.object("stats");
        var status = stats.required("status");
        var start = stats.moment("start_time");
        var end = stats.moment("end_time");
        if (end.isBefore(start)) {
            throw stats.bad("end_time", "must not be before start_time");
        }
        if (Duration.between(start, end).compareTo(LONGEST) > 0) {
            throw stats.bad("start_time", "must not be more than " + LONGEST.toDays() + " days before end_time");
        }
        var additional = whole.get("additional");
        if (additional != null && !additional.isNull() && !additional.isObject()) {
            throw new UnfitException("additional", "must be an object");
        }
        var more = additional == null || additional.isNull()
                ? Optional.<Fields>empty()
                : Optional.of(Fields.of(additional));
        var target = more.flatMap(fields -> fields.text("target", "database")).orElse("main");
        var trouble = PulseWords.isSuccess(status)
                ? Optional.<String>empty()
                : Optional.of("its last window failed (" + status + ")"
                        + more.flatMap(PulsePayload::errorOf)
                                .map(why -> ": " + why)
                                .orElse(""));
        return new PulsePayload(client, site, uuid, start, end, target, trouble, stats.node(), whole);
    }

    private static Optional<String> errorOf(Fields additional) {
        return Optional.ofNullable(additional.node().get("error"))
                .filter(JsonNode::isTextual)
                .map(JsonNode::textValue)
                .map(text -> text.substring(0, Math.min(text.length(), 500)));
    }

    Duration length() {
        return Duration.between(start, end);
    }

    /** Of the receipts of all that came under this UUID. */
    String stem() {
        return "pulse-" + uuid;
    }

    /**
     * The same for the same window, however often it comes; its number tells at which moment it is kept.
     *
     * @param before how many other payloads came under this UUID
     */
    String segment(int before) {
        return stem() + "-" + (end.toEpochMilli() * MOST_VERSIONS + before);
    }

    /** The moment in the number of a segment. */
    static Instant momentIn(long number) {
        return Instant.ofEpochMilli(number / MOST_VERSIONS);
    }

    static final int MOST_VERSIONS = 100;
}
