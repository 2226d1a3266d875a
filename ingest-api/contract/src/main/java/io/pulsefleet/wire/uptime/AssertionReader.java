package io.pulsefleet.wire.uptime;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Reads one assertion from left to right, and says of a mistake where it is. */
final class AssertionReader {

    private static final String COMPARISONS =
            "==, !=, <, <=, >, >=, in, contains, matches, exists, or one of the last four with not";
    private static final Map<String, Double> MICROS =
            Map.of("us", 1.0, "ms", 1_000.0, "s", 1_000_000.0, "m", 60_000_000.0);

    private final String text;
    private int at;

    AssertionReader(String text) {
        this.text = text;
    }

    Assertion read() {
        if (text.isBlank() || text.length() > Assertion.LONGEST) {
            throw new IllegalArgumentException("must have 1 to " + Assertion.LONGEST + " characters");
        }
        var begin = skipped();
        var word = word();
        var subject = Subject.named(word)
                .orElseThrow(() -> mistake(begin, "'" + word + "' is nothing that an answer has; expected " + all()));
        var name = subject == Subject.HEADER ? header() : "";
        var path = subject == Subject.JSON ? path() : null;
        var comparison = comparison(subject.type());
        var end = skipped();
        if (end < text.length()) {
            throw mistake(end, "'" + text.substring(end) + "' is too much");
        }
        return new Assertion(text.strip(), subject, name, path, comparison);
    }

    private String header() {
        var begin = skipped();
        var name = word();
        if (!Fields.isToken(name)) {
            throw mistake(begin, "'" + name + "' is no name of a header");
        }
        return name;
    }

    private JsonPath path() {
        var begin = skipped();
        if (!accept("$")) {
            throw mistake(begin, "a path begins with $, as $.items[0].name");
        }
        var steps = new ArrayList<Object>();
        while (at < text.length() && !Character.isWhitespace(text.charAt(at))) {
            if (accept("['")) {
                steps.add(until("']"));
            } else if (accept("[\"")) {
                steps.add(until("\"]"));
            } else if (accept("[")) {
                steps.add(index());
            } else if (accept(".")) {
                steps.add(member());
            } else if ("=!<>".indexOf(text.charAt(at)) >= 0) {
                break;
            } else {
                throw mistake(at, "expected .name, [0] or ['name'] in the path");
            }
        }
        return new JsonPath(List.copyOf(steps));
    }

    private String until(String end) {
        var found = text.indexOf(end, at);
        if (found < 0) {
            throw mistake(at, "expected " + end + " after the name");
        }
        var name = text.substring(at, found);
        at = found + end.length();
        return name;
    }

    private Integer index() {
        var begin = at;
        var digits = until("]");
        if (!digits.matches("\\d{1,9}")) {
            throw mistake(begin, "'" + digits + "' is no index; expected a number, or a name in quotation marks");
        }
        return Integer.valueOf(digits);
    }

    private String member() {
        var begin = at;
        while (at < text.length()
                && (Character.isLetterOrDigit(text.charAt(at)) || "_-$@".indexOf(text.charAt(at)) >= 0)) {
            at++;
        }
        if (begin == at) {
            throw mistake(at, "expected a name after the dot; others are written ['name']");
        }
        return text.substring(begin, at);
    }

    private Comparison comparison(Subject.Type type) {
        var begin = skipped();
        for (var sign : List.of("==", "!=", "<=", ">=", "<", ">")) {
            if (accept(sign)) {
                return signed(sign, begin, type);
            }
        }
        var word = word();
        if (!word.equals("not")) {
            return worded(word, begin, type);
        }
        var behind = skipped();
        return new Comparison.Not(worded(word(), behind, type));
    }

    private Comparison signed(String sign, int begin, Subject.Type type) {
        if (sign.equals("==")) {
            return new Comparison.Equal(value(type));
        }
        if (sign.equals("!=")) {
            return new Comparison.Not(new Comparison.Equal(value(type)));
        }
        if (type == Subject.Type.TEXT) {
            throw mistake(
                    begin, "'" + sign + "' compares numbers, and this is a text; expected ==, !=, contains, matches");
        }
        var bound = number(type);
        return new Comparison.Ordered(
                bound,
                switch (sign) {
                    case "<" -> order -> order < 0;
                    case "<=" -> order -> order <= 0;
                    case ">" -> order -> order > 0;
                    default -> order -> order >= 0;
                });
    }

    private Comparison worded(String word, int begin, Subject.Type type) {
        return switch (word) {
            case "exists" -> new Comparison.Exists();
            case "in" -> {
                if (type == Subject.Type.TEXT) {
                    throw mistake(begin, "'in' is of numbers, and this is a text; expected ==, !=, contains, matches");
                }
                yield new Comparison.In(ranges(type));
            }
            case "contains" -> {
                refuseNumber(word, begin, type);
                yield new Comparison.Contains(quoted());
            }
            case "matches" -> {
                refuseNumber(word, begin, type);
                yield new Comparison.Matches(pattern());
            }
            default ->
                throw mistake(
                        begin,
                        (word.isEmpty() ? "nothing" : "'" + word + "'") + " is no comparison; expected " + COMPARISONS);
        };
    }

    private static void refuseNumber(String word, int begin, Subject.Type type) {
        if (type == Subject.Type.NUMBER || type == Subject.Type.TIME) {
            throw mistake(begin, "'" + word + "' is of texts, and this is a number; expected ==, !=, <, <=, >, >=, in");
        }
    }

    private List<Comparison.Range> ranges(Subject.Type type) {
        var ranges = new ArrayList<Comparison.Range>();
        do {
            var begin = skipped();
            var from = number(type);
            var to = accept("-") ? number(type) : from;
            if (to < from) {
                throw mistake(begin, "the range ends before it begins");
            }
            ranges.add(new Comparison.Range(from, to));
            skipped();
        } while (accept(","));
        return List.copyOf(ranges);
    }

    private Object value(Subject.Type type) {
        var begin = skipped();
        if (type == Subject.Type.TEXT || (begin < text.length() && text.charAt(begin) == '"')) {
            if (type == Subject.Type.NUMBER || type == Subject.Type.TIME) {
                throw mistake(begin, "this is a number; expected one");
            }
            return quoted();
        }
        if (type == Subject.Type.ANY) {
            if (accept("true")) {
                return true;
            }
            if (accept("false")) {
                return false;
            }
            if (accept("null")) {
                return Comparison.Nothing.NULL;
            }
        }
        return number(type);
    }

    private double number(Subject.Type type) {
        var begin = skipped();
        accept("-");
        while (at < text.length() && (Character.isDigit(text.charAt(at)) || text.charAt(at) == '.')) {
            at++;
        }
        var digits = text.substring(begin, at);
        if (!digits.matches("-?[0-9]{1,18}([.][0-9]{1,18})?")) {
            throw mistake(
                    begin,
                    "expected a number"
                            + (type == Subject.Type.ANY ? ", a text in quotation marks, true, false or null" : ""));
        }
        var unit = type == Subject.Type.TIME || at < text.length() ? letters() : "";
        if (type != Subject.Type.TIME) {
            if (!unit.isEmpty()) {
                throw mistake(at - unit.length(), "'" + unit + "' is too much; this number has no unit");
            }
            return Double.parseDouble(digits);
        }
        var micros = MICROS.get(unit.isEmpty() ? "ms" : unit);
        if (micros == null) {
            throw mistake(at - unit.length(), "'" + unit + "' is no unit of time; expected us, ms, s or m");
        }
        return Double.parseDouble(digits) * micros;
    }

    private String letters() {
        var begin = at;
        while (at < text.length() && Character.isLetter(text.charAt(at))) {
            at++;
        }
        return text.substring(begin, at);
    }

    private Pattern pattern() {
        var begin = skipped();
        try {
            return Pattern.compile(quoted());
        } catch (PatternSyntaxException broken) {
            throw mistake(begin + Math.max(0, broken.getIndex()), "the pattern is broken: " + broken.getDescription());
        }
    }

    private String quoted() {
        var begin = skipped();
        if (!accept("\"")) {
            throw mistake(begin, "expected a text in quotation marks");
        }
        var read = new StringBuilder();
        while (at < text.length()) {
            var c = text.charAt(at++);
            if (c == '"') {
                return read.toString();
            }
            if (c == '\\' && at < text.length() && text.charAt(at) == '"') {
                at++;
                read.append('"');
            } else {
                read.append(c);
            }
        }
        throw mistake(begin, "the text has no end; expected a quotation mark");
    }

    private String word() {
        var begin = at;
        while (at < text.length()
                && !Character.isWhitespace(text.charAt(at))
                && "=!<>\"".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        return text.substring(begin, at);
    }

    private boolean accept(String sign) {
        if (!text.startsWith(sign, at)) {
            return false;
        }
        at += sign.length();
        return true;
    }

    private int skipped() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return at;
    }

    private static String all() {
        return Subject.listed(EnumSet.allOf(Subject.class));
    }

    private static IllegalArgumentException mistake(int index, String what) {
        return new IllegalArgumentException(what + " (at " + (index + 1) + ")");
    }
}
