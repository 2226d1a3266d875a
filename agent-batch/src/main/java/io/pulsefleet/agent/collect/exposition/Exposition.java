package io.pulsefleet.agent.collect.exposition;

import io.pulsefleet.wire.Frame;
import io.pulsefleet.wire.Metric.Kind;
import io.pulsefleet.wire.Position;
import io.pulsefleet.wire.Reading;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Reads OpenMetrics 1.0, and Prometheus' text format 0.0.4.
 *
 * <pre>
 * # TYPE shop_orders counter
 * # UNIT shop_wait_seconds seconds
 * shop_orders_total{shop="north \"1\""} 17 1763719200.123 # {trace_id="4711"} 1
 * # EOF
 * </pre>
 *
 * <p>(1) Names and labels stay as they are given; counters stay counters, and so do the counts, sums and buckets of histograms
 * and summaries. What has no type is a gauge, but for names in {@code _total}. (2) A reading bears the moment at which it was
 * read: timestamps and exemplars are read and left alone, and so are {@code _created}. (3) NaN is a series without a value
 * now. (4) All of a text is taken or nothing. (5) Beyond either format, a name may have dots, and a unit is taken from the
 * name's end as well.
 */
public final class Exposition {

    public enum Format {
        PROMETHEUS,
        /** Ends in {@code # EOF}, or is not whole. */
        OPENMETRICS;

        private static final String EOF = "# EOF";

        /** Of a text of which nobody says how it is written. */
        public static Format of(String text) {
            var end = text.stripTrailing();
            return end.equals(EOF) || end.endsWith("\n" + EOF) ? OPENMETRICS : PROMETHEUS;
        }

        public static Format ofContentType(String type) {
            return type.strip().toLowerCase(Locale.ROOT).startsWith("application/openmetrics-text")
                    ? OPENMETRICS
                    : PROMETHEUS;
        }
    }

    /**
     * @param leftOut series beyond the limits
     * @param why the first of them was left out
     */
    public record Told(List<Reading> readings, int leftOut, Optional<String> why) {}

    private final String text;
    private final Format format;
    private final Instant moment;
    private final Limits limits;
    private final Families families = new Families();
    private final List<Reading> readings = new ArrayList<>();
    private int leftOut;
    private Optional<String> why = Optional.empty();

    private int at;
    private int end;
    private int line;

    private Exposition(String text, Format format, Instant moment, Limits limits) {
        this.text = text;
        this.format = format;
        this.moment = moment;
        this.limits = limits;
    }

    /** @throws BrokenTextException that names the line which cannot be understood */
    public static Told read(String text, Format format, Instant moment, Limits limits) throws BrokenTextException {
        return new Exposition(text, format, moment, limits).read();
    }

    /** Of a text of which nobody says how it is written. */
    public static Told read(String text, Instant moment, Limits limits) throws BrokenTextException {
        return read(text, Format.of(text), moment, limits);
    }

    private Told read() throws BrokenTextException {
        var ended = false;
        for (int next = 0; next < text.length(); next = end + 1) {
            at = next;
            end = text.indexOf('\n', at);
            end = end < 0 ? text.length() : end;
            line++;
            if (ended && !isBlank()) {
                throw broken("something stands behind # EOF");
            }
            ended = ended || readLine();
        }
        if (format == Format.OPENMETRICS && !ended) {
            throw broken("it does not end in # EOF, so it is not whole");
        }
        return new Told(readings, leftOut, why);
    }

    /** @return whether it says that there is no more */
    private boolean readLine() throws BrokenTextException {
        skipBlanks();
        if (at == end) {
            return false;
        }
        if (text.charAt(at) == '#') {
            return readComment();
        }
        readSample();
        return false;
    }

    private boolean readComment() throws BrokenTextException {
        var words = text.substring(at + 1, end).strip().split("[ \\t]+", 3);
        switch (words[0]) {
            case "EOF" -> {
                return format == Format.OPENMETRICS && words.length == 1;
            }
            case "TYPE" -> {
                if (words.length < 3 || !families.type(words[1], words[2].strip())) {
                    throw broken("no type of a metric: " + text.substring(at, end));
                }
            }
            case "UNIT" -> {
                if (words.length > 2) {
                    families.unit(words[1], words[2].strip());
                }
            }
            default -> {} // HELP, or said to nobody
        }
        return false;
    }

    private void readSample() throws BrokenTextException {
        var name = readName(true);
        skipBlanks();
        var labels = new TreeMap<String, String>();
        if (at < end && text.charAt(at) == '{') {
            readLabels(labels);
            skipBlanks();
        }
        var value = readNumber("a value");
        skipBlanks();
        if (at < end && text.charAt(at) != '#') {
            readNumber("a timestamp");
            skipBlanks();
        }
        if (at < end && text.charAt(at) == '#') {
            readExemplar();
        }
        if (at < end) {
            throw broken("something stands behind the value of " + name);
        }
        take(name, labels, value);
    }

    private void readExemplar() throws BrokenTextException {
        at++;
        skipBlanks();
        if (at == end || text.charAt(at) != '{') {
            throw broken("an exemplar without labels");
        }
        readLabels(new TreeMap<>());
        skipBlanks();
        readNumber("an exemplar's value");
        skipBlanks();
        if (at < end) {
            readNumber("an exemplar's timestamp");
            skipBlanks();
        }
    }

    private void readLabels(Map<String, String> labels) throws BrokenTextException {
        at++;
        skipBlanks();
        while (at < end && text.charAt(at) != '}') {
            var name = readName(false);
            skipBlanks();
            expect('=');
            skipBlanks();
            expect('"');
            if (labels.put(name, readQuoted()) != null) {
                throw broken("the label " + name + " is given twice");
            }
            skipBlanks();
            if (at < end && text.charAt(at) == ',') {
                at++;
                skipBlanks();
            } else if (at < end && text.charAt(at) != '}') {
                throw broken("neither , nor } behind the label " + name);
            }
        }
        expect('}');
    }

    private String readName(boolean ofMetric) throws BrokenTextException {
        int from = at;
        while (at < end && isOfName(text.charAt(at), at == from, ofMetric)) {
            at++;
        }
        if (at == from) {
            throw broken(at == end ? "it ends where a name should stand" : "no name: " + shown());
        }
        return text.substring(from, at);
    }

    private static boolean isOfName(char one, boolean first, boolean ofMetric) {
        return (one >= 'a' && one <= 'z')
                || (one >= 'A' && one <= 'Z')
                || one == '_'
                || (one >= '0' && one <= '9' && !first)
                || (one == ':' && ofMetric)
                || (one == '.' && !first);
    }

    /** Behind its first quote, up to behind its last. */
    private String readQuoted() throws BrokenTextException {
        int from = at;
        while (at < end && text.charAt(at) != '"' && text.charAt(at) != '\\') {
            at++;
        }
        if (at < end && text.charAt(at) == '"') {
            return text.substring(from, at++);
        }
        var value = new StringBuilder(text.substring(from, at));
        while (at < end && text.charAt(at) != '"') {
            var one = text.charAt(at++);
            if (one == '\\' && at < end) {
                var escaped = text.charAt(at++);
                switch (escaped) {
                    case 'n' -> value.append('\n');
                    case '"', '\\' -> value.append(escaped);
                    default -> value.append('\\').append(escaped);
                }
            } else {
                value.append(one);
            }
        }
        expect('"');
        return value.toString();
    }

    private double readNumber(String what) throws BrokenTextException {
        int from = at;
        while (at < end && text.charAt(at) != ' ' && text.charAt(at) != '\t') {
            at++;
        }
        var word = text.substring(from, at);
        return number(word.endsWith("\r") ? word.substring(0, word.length() - 1) : word)
                .orElseThrow(
                        () -> broken(word.isEmpty() ? what + " is missing" : "'" + cut(word) + "' is not " + what));
    }

    /** Java's own letters behind a number, as in 1d, are none of these formats'. */
    static Optional<Double> number(String word) {
        if (word.isEmpty()) {
            return Optional.empty();
        }
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "nan" -> Optional.of(Double.NaN);
            case "inf", "+inf", "infinity", "+infinity" -> Optional.of(Double.POSITIVE_INFINITY);
            case "-inf", "-infinity" -> Optional.of(Double.NEGATIVE_INFINITY);
            default -> finite(word);
        };
    }

    private static Optional<Double> finite(String word) {
        var last = word.charAt(word.length() - 1);
        if ((last < '0' || last > '9') && last != '.') {
            return Optional.empty();
        }
        try {
            return Optional.of(Double.valueOf(word));
        } catch (NumberFormatException none) {
            return Optional.empty();
        }
    }

    private void take(String name, Map<String, String> labels, double value) {
        var family = families.of(name);
        if (family.isLeftAlone()) {
            return;
        }
        var reason = whyNot(name, labels);
        if (reason.isPresent()) {
            leftOut++;
            why = why.or(() -> reason);
            return;
        }
        var position = new Position(name, family.isCounter() ? Kind.COUNTER : Kind.GAUGE, family.unit(), labels);
        readings.add(new Reading(position, Double.isNaN(value) ? Frame.MISSING : value, moment));
    }

    private Optional<String> whyNot(String name, Map<String, String> labels) {
        if (readings.size() >= limits.series()) {
            return Optional.of("more than " + limits.series() + " series");
        }
        if (name.length() > Limits.LONGEST_NAME) {
            return Optional.of("a name of more than " + Limits.LONGEST_NAME + " characters: " + cut(name));
        }
        if (labels.size() > limits.labels()) {
            return Optional.of(name + " has more than " + limits.labels() + " labels");
        }
        for (var label : labels.entrySet()) {
            if (label.getKey().length() > Limits.LONGEST_NAME
                    || label.getValue().length() > limits.value()
                    || label.getValue().indexOf('\0') >= 0) {
                return Optional.of("%s: the label %s has more than %d characters, or a NUL"
                        .formatted(name, cut(label.getKey()), limits.value()));
            }
        }
        return Optional.empty();
    }

    private void expect(char wanted) throws BrokenTextException {
        if (at == end || text.charAt(at) != wanted) {
            throw broken(
                    at == end
                            ? "it ends where " + wanted + " should stand"
                            : "no " + wanted + " where it should stand: " + shown());
        }
        at++;
    }

    private void skipBlanks() {
        while (at < end && isBlank(text.charAt(at), at == end - 1)) {
            at++;
        }
    }

    private boolean isBlank() {
        skipBlanks();
        return at == end;
    }

    /** A line may end as Windows ends it. */
    private static boolean isBlank(char one, boolean last) {
        return one == ' ' || one == '\t' || (last && one == '\r');
    }

    private String shown() {
        return "'" + cut(text.substring(at, end)) + "'";
    }

    private static String cut(String text) {
        return text.length() > 60 ? text.substring(0, 60) + "..." : text;
    }

    private BrokenTextException broken(String what) {
        return new BrokenTextException(Math.max(1, line), what);
    }
}
