package io.pulsefleet.supervisor;

import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
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

    /** An agent reads a log that grows twice a second; a line for each read would make another log grow. */
    private static final Duration SUMMED_UP = Duration.ofMinutes(10);

    private static final int MOST_FILES = 100;

    private final PrintStream out;
    private final Clock clock;
    private final Map<String, Reads> reading = new LinkedHashMap<>();

    /** Reads of one file since the last line. */
    private static final class Reads {
        private final String user;
        private final Instant since;
        private long count;
        private long millis;

        Reads(String user, Instant since) {
            this.user = user;
            this.since = since;
        }
    }

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

    /**
     * Every request, whatever became of it. Reads that go on in the same file are summed up: the first is said at once, then
     * their number, every ten minutes.
     */
    void asked(String user, String request, String about, Answer answer, long millis) {
        if (request.equals("log.read") && answer.outcome().equals("done")) {
            read(user, about, answer, millis);
        } else {
            said(user, request, about, answer, Map.of("millis", millis));
        }
    }

    private synchronized void read(String user, String about, Answer answer, long millis) {
        var now = clock.instant();
        var known = reading.get(about);
        if (known == null) {
            said(user, "log.read", about, answer, Map.of("millis", millis));
            forgetTheEldest();
            reading.put(about, new Reads(user, now));
            return;
        }
        known.count++;
        known.millis += millis;
        if (!known.since.plus(SUMMED_UP).isAfter(now)) {
            sumUp(about, known);
            reading.put(about, new Reads(user, now));
        }
    }

    private void forgetTheEldest() {
        if (reading.size() == MOST_FILES) {
            var eldest = reading.keySet().iterator().next();
            sumUp(eldest, reading.remove(eldest));
        }
    }

    private void sumUp(String about, Reads reads) {
        if (reads.count > 0) {
            var more = new LinkedHashMap<String, Object>();
            more.put("reads", reads.count);
            more.put("millis", reads.millis);
            said(reads.user, "log.read", about, Answer.done(Map.of()), more);
        }
    }

    /** What was not said yet. */
    synchronized void end() {
        reading.forEach(this::sumUp);
        reading.clear();
    }

    private void said(String user, String request, String about, Answer answer, Map<String, Object> more) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("user", user);
        fields.put("request", request);
        fields.put("about", Words.shown(about));
        fields.put("outcome", answer.outcome());
        fields.putAll(more);
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
