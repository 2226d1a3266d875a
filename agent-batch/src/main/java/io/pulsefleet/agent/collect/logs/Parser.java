package io.pulsefleet.agent.collect.logs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * How a log is written, as a file of data says it:
 *
 * <pre>
 * # What it is for.
 * template {client.address} - {user.name} [{time}] "{http.request.method} {url.original} {-}" {http.response.status_code}
 * pattern  ^(?&lt;time&gt;\S+) (?&lt;level&gt;\w+) (?&lt;message&gt;.*)
 * reader   json
 * time     clf
 * severity http.response.status_code 5=ERROR 4=WARN
 * lines    stack
 * whole    yes
 * </pre>
 *
 * Templates, patterns and readers are tried in their order; a line that fits none is kept as it is.
 */
final class Parser {

    static final List<String> SHIPPED = List.of(
            "plain",
            "syslog",
            "auth",
            "nginx",
            "nginx-error",
            "apache",
            "apache-error",
            "json",
            "logfmt",
            "liberty",
            "liberty-json",
            "java",
            "journald");

    private static final int LONGEST_FILE = 64 * 1024;

    private final String name;
    private final Times times;
    private final List<LineReader> readers = new ArrayList<>();
    private final Map<String, String> severities = new LinkedHashMap<>();
    private final PatternReader.Counts counts;
    private Function<String, Instant> time;
    private String severityField = "level";
    private Joint joint = Joint.NONE;

    /** Whether the entry is told as it stands, beside its fields. */
    private boolean whole;

    private Parser(String name, Times times, PatternReader.Counts counts) {
        this.name = name;
        this.times = times;
        this.counts = counts;
        time = times::iso;
    }

    /** @throws IllegalArgumentException when there is no such parser */
    static Parser shipped(String name, Times times, PatternReader.Counts counts) {
        if (!SHIPPED.contains(name)) {
            throw new IllegalArgumentException("no parser '" + name + "'; there are " + SHIPPED);
        }
        try (var file = Parser.class.getResourceAsStream("/logs/" + name + ".parser")) {
            return of(name, new String(file.readAllBytes(), StandardCharsets.UTF_8), times, counts);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** @throws IllegalArgumentException that names the line which cannot be understood */
    static Parser of(String name, String text, Times times, PatternReader.Counts counts) {
        if (text.length() > LONGEST_FILE) {
            throw new IllegalArgumentException(name + ": longer than " + LONGEST_FILE + " characters");
        }
        var parser = new Parser(name, times, counts);
        var lines = text.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            var line = lines.get(i).strip();
            if (!line.isEmpty() && !line.startsWith("#")) {
                try {
                    parser.learn(line);
                } catch (IllegalArgumentException mistake) {
                    throw new IllegalArgumentException(
                            name + ", line " + (i + 1) + ": " + mistake.getMessage(), mistake);
                }
            }
        }
        return parser;
    }

    private void learn(String line) {
        var words = line.split("\\s+", 2);
        var rest = words.length > 1 ? words[1] : "";
        switch (words[0]) {
            case "template" -> readers.add(new Template(rest));
            case "pattern" -> readers.add(new PatternReader(rest, counts));
            case "reader" -> readers.add(reader(rest));
            case "time" -> time = times.named(rest);
            case "severity" -> learnSeverity(rest);
            case "lines" -> joint = Joint.valueOf(rest.toUpperCase(Locale.ROOT));
            case "whole" -> whole = rest.equals("yes");
            default ->
                throw new IllegalArgumentException(
                        "'" + words[0] + "' is none of template, pattern, reader, time, severity, lines, whole");
        }
    }

    private LineReader reader(String kind) {
        return switch (kind) {
            case "syslog" -> new SyslogReader(times);
            case "json" -> new JsonReader(times);
            case "logfmt" -> new LogfmtReader(times);
            default -> throw new IllegalArgumentException("no reader '" + kind + "'; there are syslog, json, logfmt");
        };
    }

    private void learnSeverity(String text) {
        var words = text.split("\\s+", -1);
        severityField = words[0];
        Stream.of(words).skip(1).forEach(pair -> {
            var parts = pair.split("=", 2);
            if (parts.length != 2 || !Severities.ALL.contains(parts[1])) {
                throw new IllegalArgumentException("'" + pair + "' is not as 5=ERROR, with one of " + Severities.ALL);
            }
            severities.put(parts[0], parts[1]);
        });
    }

    String name() {
        return name;
    }

    Joint joint() {
        return joint;
    }

    /** @return false where it fits nothing: it is kept as it is then */
    boolean read(String text, Line into) {
        if (readers.isEmpty()) {
            into.text = text;
            readStack(text, into);
            return true;
        }
        int end = joint == Joint.NONE ? -1 : text.indexOf('\n');
        var first = end < 0 ? text : text.substring(0, end);
        for (var reader : readers) {
            into.clear();
            if (reader.read(first, into) && settle(text, into)) {
                if (end >= 0) {
                    into.text = whole ? text : into.text + text.substring(end);
                    readStack(text, into);
                }
                return true;
            }
        }
        into.clear();
        into.text = text;
        readStack(text, into);
        return false;
    }

    private boolean settle(String text, Line into) {
        var said = into.fields.remove("time");
        if (said != null) {
            into.at = time.apply(said);
            if (into.at == null) {
                return false;
            }
        }
        var word = into.fields.get(severityField);
        if (word != null) {
            into.severity = severityOf(word);
            if (!into.severity.isEmpty() && severityField.equals("level")) {
                into.fields.remove("level");
            }
        }
        var message = into.fields.remove("message");
        if (whole) {
            into.text = text;
        } else if (message != null) {
            into.text = message;
        } else if (into.text.isEmpty()) {
            into.text = text;
        }
        return true;
    }

    private String severityOf(String word) {
        for (var one : severities.entrySet()) {
            if (word.startsWith(one.getKey())) {
                return one.getValue();
            }
        }
        return Severities.of(word);
    }

    private void readStack(String text, Line into) {
        if (joint == Joint.NONE) {
            return;
        }
        StackTrace.in(text).ifPresent(stack -> {
            into.put("exception.type", stack.type());
            into.put("exception.message", stack.message());
            into.put("exception.fingerprint", stack.fingerprint());
            if (into.severity.isEmpty()) {
                into.severity = "ERROR";
            }
        });
    }
}
