package io.pulsefleet.wire.uptime;

import java.util.List;
import java.util.function.IntPredicate;
import java.util.regex.Pattern;

/** What is said of the values of a subject. */
sealed interface Comparison {

    /** The JSON value null. */
    enum Nothing {
        NULL;

        @Override
        public String toString() {
            return "null";
        }
    }

    /** Whether one of the values is so. */
    boolean holds(List<Object> values);

    record Not(Comparison of) implements Comparison {
        @Override
        public boolean holds(List<Object> values) {
            return !of.holds(values);
        }
    }

    record Exists() implements Comparison {
        @Override
        public boolean holds(List<Object> values) {
            return !values.isEmpty();
        }
    }

    /** @param value a Double, a String, a Boolean, or null's name */
    record Equal(Object value) implements Comparison {
        @Override
        public boolean holds(List<Object> values) {
            return values.stream()
                    .anyMatch(one -> value instanceof Double number
                            ? isNumber(one) && Double.compare(number(one), number) == 0
                            : value.toString().equals(one.toString()) && (value instanceof String || !isText(one)));
        }
    }

    /** @param allowed of what comparing the value with the bound gives */
    record Ordered(double bound, IntPredicate allowed) implements Comparison {
        @Override
        public boolean holds(List<Object> values) {
            return values.stream().anyMatch(one -> isNumber(one) && allowed.test(Double.compare(number(one), bound)));
        }
    }

    record In(List<Range> ranges) implements Comparison {
        @Override
        public boolean holds(List<Object> values) {
            return values.stream()
                    .anyMatch(one -> isNumber(one) && ranges.stream().anyMatch(range -> range.has(number(one))));
        }
    }

    record Range(double from, double to) {
        boolean has(double value) {
            return value >= from && value <= to;
        }
    }

    record Contains(String text) implements Comparison {
        @Override
        public boolean holds(List<Object> values) {
            return values.stream().anyMatch(one -> one.toString().contains(text));
        }
    }

    record Matches(Pattern pattern) implements Comparison {
        @Override
        public boolean holds(List<Object> values) {
            return values.stream().anyMatch(one -> Patience.with(one.toString()).find(pattern));
        }
    }

    static String shown(Object value) {
        if (value instanceof Double number && number == Math.rint(number) && Math.abs(number) < 1e15) {
            return String.valueOf(number.longValue());
        }
        if (!(value instanceof String text)) {
            return value.toString();
        }
        return '"' + (text.length() <= 100 ? text : text.substring(0, 100) + "...") + '"';
    }

    private static boolean isText(Object value) {
        return value instanceof String;
    }

    /** A database's numbers may come as text. */
    private static boolean isNumber(Object value) {
        return !Double.isNaN(number(value));
    }

    private static double number(Object value) {
        if (value instanceof Number number) {
            return number.doubleValue();
        }
        try {
            return value instanceof String text && text.length() < 40 ? Double.parseDouble(text) : Double.NaN;
        } catch (NumberFormatException none) {
            return Double.NaN;
        }
    }
}
