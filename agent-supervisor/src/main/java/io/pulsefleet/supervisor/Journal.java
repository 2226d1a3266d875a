package io.pulsefleet.supervisor;

import java.io.PrintStream;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What is said, as a line of JSON each.
 *
 * <pre>
 * {"time":"2026-11-22T16:00:00Z","level":"INFO","component":"supervisor","msg":"unit.restart nginx.service: done","user":"pulsefleet",...}
 * </pre>
 */
final class Journal {

    private final PrintStream out;
    private final Clock clock;

    Journal(PrintStream out, Clock clock) {
        this.out = out;
        this.clock = clock;
    }

    void info(String message) {
        write("INFO", message, Map.of());
    }

    void warning(String message) {
        write("WARNING", message, Map.of());
    }

    void error(String message) {
        write("ERROR", message, Map.of());
    }

    /** Every request, whatever became of it. */
    void asked(String user, String request, String about, Answer answer, long millis) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("user", user);
        fields.put("request", request);
        fields.put("about", Words.shown(about));
        fields.put("outcome", answer.outcome());
        fields.put("millis", millis);
        var text = (request + " " + Words.shown(about)).strip() + ": " + answer.outcome();
        if (answer.outcome().equals("done")) {
            write("INFO", text, fields);
        } else {
            fields.put("reason", answer.fields().get("reason"));
            write("WARNING", text + ", " + answer.fields().get("text"), fields);
        }
    }

    private void write(String level, String message, Map<String, Object> more) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("time", clock.instant().truncatedTo(ChronoUnit.MILLIS));
        fields.put("level", level);
        fields.put("component", "supervisor");
        fields.put("msg", message);
        fields.putAll(more);
        out.println(FlatJson.write(fields));
    }
}
