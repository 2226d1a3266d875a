package io.pulsefleet.agent.collect.postgres;

import io.pulsefleet.agent.collect.postgres.Question.Column;
import io.pulsefleet.agent.collect.postgres.Question.Extension;
import io.pulsefleet.agent.collect.postgres.Question.Versions;
import io.pulsefleet.settings.Setting;
import io.pulsefleet.wire.Metric;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads a question's file: the comments that it begins with, then its SQL.
 *
 * <pre>
 * -- Checkpoints, from pg_stat_bgwriter.                           about; one line or more
 * -- every    60s                                                  from one answer to the next
 * -- scope    server                                               its answer is the same from each database of the server;
 * -- scope    server once                                          the same, and only one of them tells it
 * -- min      12                                                   server versions, where not all understand it
 * -- max      16
 * -- needs    pg_stat_statements 1.8 1.10                          an extension, and of it these versions
 * -- document postgresql.replication                               its rows are part of a document of this kind
 * -- label    database Name of the database.                       columns: what tells rows apart,
 * -- counter  commits  postgresql.commits {transaction} Meaning.   what is a reading: metric and unit,
 * -- gauge    sent     postgresql.wal.delay{operation=send} By Meaning.
 * -- field    plugin   Meaning.                                    what stands in the document only
 * SELECT ...
 * </pre>
 */
final class QuestionHead {

    private static final String COMMENT = "--";
    private static final Pattern BLANKS = Pattern.compile("\\s+");
    private static final Pattern COLUMN = Pattern.compile("[a-z][a-z0-9_]*");
    private static final Pattern METRIC =
            Pattern.compile("(postgresql(?:\\.[a-z0-9_]+)+)(?:\\{([a-z_.]+)=([a-z_]+)\\})?");
    private static final Pattern KIND = Pattern.compile("postgresql\\.[a-z]+");
    private static final Pattern SELECTS = Pattern.compile("(?is)\\s*(SELECT|WITH)\\s.*");

    private final String name;
    private final List<String> mistakes = new ArrayList<>();
    private final Set<String> columns = new HashSet<>();
    private final List<String> about = new ArrayList<>();
    private final List<String> labels = new ArrayList<>();
    private final List<Column> numbers = new ArrayList<>();
    private final List<String> fields = new ArrayList<>();
    private Optional<Duration> every = Optional.empty();
    private Question.Scope scope = Question.Scope.DATABASE;
    private Versions versions = new Versions(12, Integer.MAX_VALUE);
    private Optional<Extension> extension = Optional.empty();
    private Optional<String> document = Optional.empty();
    private boolean aboutIsOver;

    private QuestionHead(String name) {
        this.name = name;
    }

    /** @throws IllegalArgumentException that names every mistake in it */
    static Question read(String name, String text) {
        var head = new QuestionHead(name);
        var sql = new StringBuilder();
        text.lines().forEach(line -> {
            if (sql.isEmpty() && line.startsWith(COMMENT)) {
                head.line(line.substring(COMMENT.length()).strip());
            } else {
                sql.append(line).append('\n');
            }
        });
        return head.question(sql.toString().strip());
    }

    private void line(String line) {
        var words = BLANKS.split(line, 2);
        var rest = words.length > 1 ? words[1] : "";
        switch (words[0]) {
            case "every" -> every = duration(rest);
            case "scope" -> scope = scope(rest);
            case "min" -> versions = new Versions(number(rest), versions.max());
            case "max" -> versions = new Versions(versions.min(), number(rest));
            case "needs" -> extension = extension(rest);
            case "document" -> document = kind(rest);
            case "label" -> labels.add(column(rest));
            case "field" -> fields.add(column(rest));
            case "counter" -> number(Metric.Kind.COUNTER, rest);
            case "gauge" -> number(Metric.Kind.GAUGE, rest);
            default -> {
                if (aboutIsOver) {
                    mistakes.add("no such line: " + line);
                } else {
                    about.add(line);
                }
                return;
            }
        }
        aboutIsOver = true;
    }

    private void number(Metric.Kind kind, String rest) {
        var words = BLANKS.split(rest, 4);
        if (words.length < 4) {
            mistakes.add("must have column, metric, unit and meaning: " + rest);
            return;
        }
        var metric = METRIC.matcher(words[1]);
        if (!metric.matches()) {
            mistakes.add("no name of a metric: " + words[1]);
            return;
        }
        var fixed = new LinkedHashMap<String, String>();
        if (metric.group(2) != null) {
            fixed.put(metric.group(2), metric.group(3));
        }
        var all = new ArrayList<>(labels);
        all.addAll(fixed.keySet());
        numbers.add(new Column(
                column(rest), new Metric(metric.group(1), kind, words[2], words[3], all), Map.copyOf(fixed)));
    }

    private String column(String rest) {
        var words = BLANKS.split(rest, 2);
        if (words.length < 2 || words[1].isBlank()) {
            mistakes.add("must have column and meaning: " + rest);
        }
        if (!COLUMN.matcher(words[0]).matches()) {
            mistakes.add("no name of a column: " + words[0]);
        } else if (!columns.add(words[0])) {
            mistakes.add("is there twice: " + words[0]);
        }
        return words[0];
    }

    private Optional<Duration> duration(String text) {
        try {
            return Optional.of(Setting.duration("every", "", "").read().apply(text));
        } catch (IllegalArgumentException unreadable) {
            mistakes.add("every: no duration: " + text);
            return Optional.empty();
        }
    }

    private Question.Scope scope(String text) {
        return switch (text) {
            case "server" -> Question.Scope.SERVER;
            case "server once" -> Question.Scope.SERVER_ONCE;
            default -> {
                mistakes.add("scope: must be 'server' or 'server once': " + text);
                yield Question.Scope.DATABASE;
            }
        };
    }

    private int number(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException unreadable) {
            mistakes.add("no version: " + text);
            return 0;
        }
    }

    private Optional<String> kind(String text) {
        if (!KIND.matcher(text).matches()) {
            mistakes.add("no kind of a document: " + text);
        }
        return Optional.of(text);
    }

    private Optional<Extension> extension(String text) {
        var words = BLANKS.split(text, -1);
        var min = words.length > 1 ? minor(words[1]) : 0;
        var max = words.length > 2 ? minor(words[2]) : Integer.MAX_VALUE;
        return Optional.of(new Extension(words[0], new Versions(min, max)));
    }

    /** Of {@code 1.11}: 11. */
    private int minor(String version) {
        return version.startsWith("1.") ? number(version.substring(2)) : number(version);
    }

    private Question question(String sql) {
        checkSql(sql);
        if (about.isEmpty()) {
            mistakes.add("does not say what it is about");
        }
        if (every.isEmpty()) {
            mistakes.add("does not say 'every'");
        }
        if (numbers.isEmpty() && document.isEmpty()) {
            mistakes.add("is neither about numbers nor for a document");
        }
        if (!fields.isEmpty() && document.isEmpty()) {
            mistakes.add("has fields and no document for them");
        }
        if (!mistakes.isEmpty()) {
            throw new IllegalArgumentException(name + ".sql: " + String.join("; ", mistakes));
        }
        return new Question(
                name,
                String.join(" ", about),
                every.orElseThrow(),
                scope,
                versions,
                extension,
                List.copyOf(labels),
                List.copyOf(numbers),
                List.copyOf(fields),
                document,
                sql.substring(0, sql.length() - 1));
    }

    private void checkSql(String sql) {
        if (!SELECTS.matcher(sql).matches()) {
            mistakes.add("its SQL must be a SELECT");
        }
        if (sql.indexOf(';') != sql.length() - 1) {
            mistakes.add("its SQL must be one statement that ends in ;");
        }
        for (var column : columns) {
            if (!Pattern.compile("\\b" + column + "\\b").matcher(sql).find()) {
                mistakes.add("its SQL has no column " + column);
            }
        }
    }
}
