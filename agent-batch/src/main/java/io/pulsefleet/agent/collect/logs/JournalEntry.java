package io.pulsefleet.agent.collect.logs;

import com.fasterxml.jackson.databind.JsonNode;
import io.pulsefleet.wire.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/**
 * An entry of systemd's journal, as {@code journalctl -o json} writes it.
 *
 * @param cursor its place in the journal
 * @param source whose entry it is: a unit, or a program where there is none
 * @param isOwnWord whether the program that it says it is of is the one that the kernel saw, or that was gone already
 */
record JournalEntry(String cursor, String source, boolean isOwnWord, boolean isBinary) {

    static final List<String> FIELDS = List.of(
            "MESSAGE",
            "PRIORITY",
            "SYSLOG_IDENTIFIER",
            "SYSLOG_PID",
            "_PID",
            "_UID",
            "_COMM",
            "_TRANSPORT",
            "_SYSTEMD_UNIT",
            "_SOURCE_REALTIME_TIMESTAMP");

    /** @throws IOException when it is none */
    static JournalEntry read(byte[] json, Line into) throws IOException {
        var entry = Json.read(json, JsonNode.class);
        var cursor = text(entry, "__CURSOR");
        if (cursor.isEmpty()) {
            throw new IOException("an entry without a cursor");
        }
        into.clear();
        var message = entry.path("MESSAGE");
        into.text = text(message);
        into.at = moment(entry, "_SOURCE_REALTIME_TIMESTAMP");
        if (into.at == null) {
            into.at = moment(entry, "__REALTIME_TIMESTAMP");
        }
        var priority = text(entry, "PRIORITY");
        if (priority.length() == 1 && priority.charAt(0) >= '0' && priority.charAt(0) <= '7') {
            into.severity = Severities.ofSyslog(priority.charAt(0) - '0');
        }
        var program = either(text(entry, "SYSLOG_IDENTIFIER"), text(entry, "_COMM"));
        var seen = text(entry, "_COMM");
        var unit = text(entry, "_SYSTEMD_UNIT");
        into.put("process.name", program);
        into.put("process.pid", either(text(entry, "_PID"), text(entry, "SYSLOG_PID")));
        into.put("user.id", text(entry, "_UID"));
        into.put("systemd.unit", unit);
        var source = either(either(unit, program), text(entry, "_TRANSPORT"));
        return new JournalEntry(
                cursor,
                source,
                seen.isEmpty() || program.startsWith(seen) || seen.startsWith(program),
                isBytes(message));
    }

    private static String either(String one, String other) {
        return one.isEmpty() ? other : one;
    }

    private static String text(JsonNode entry, String field) {
        return text(entry.path(field));
    }

    /** A field that is no text is told as its bytes; one that is given several times as a list of all. */
    private static String text(JsonNode field) {
        if (!field.isArray()) {
            return field.asText("");
        }
        if (!isBytes(field)) {
            return field.isEmpty() ? "" : text(field.get(0));
        }
        var bytes = new ByteArrayOutputStream();
        field.forEach(one -> bytes.write(one.intValue()));
        return bytes.toString(StandardCharsets.UTF_8).replace('\0', '\uFFFD');
    }

    private static boolean isBytes(JsonNode field) {
        return field.isArray() && !field.isEmpty() && field.get(0).isInt();
    }

    private static Instant moment(JsonNode entry, String field) {
        var micros = text(entry, field);
        return micros.isEmpty() ? null : Times.epoch(micros);
    }
}
