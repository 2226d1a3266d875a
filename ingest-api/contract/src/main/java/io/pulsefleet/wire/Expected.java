package io.pulsefleet.wire;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a field must be, for people who write JSON and never saw our classes. */
final class Expected {

    private static final Set<Class<?>> WHOLE = Set.of(int.class, long.class, short.class, Integer.class, Long.class);
    private static final Set<Class<?>> NUMBERS = Set.of(double.class, float.class, Double.class, Float.class);
    private static final Set<Class<?>> TRUTHS = Set.of(boolean.class, Boolean.class);

    private Expected() {}

    /** @param type null: nobody knows */
    static String of(Class<?> type) {
        if (type == null) {
            return "another kind of value";
        }
        if (WHOLE.contains(type)) {
            return "a whole number" + (type == long.class || type == Long.class ? "" : ", of 32 bits at the most");
        }
        if (NUMBERS.contains(type) || Number.class.isAssignableFrom(type)) {
            return "a number";
        }
        if (TRUTHS.contains(type)) {
            return "true or false";
        }
        if (type == Instant.class) {
            return "a moment, as 2026-11-21T10:15:00Z";
        }
        if (type == Duration.class) {
            return "a span, as PT10S";
        }
        if (type == UUID.class) {
            return "a UUID";
        }
        if (type.isEnum()) {
            return Stream.of(type.getEnumConstants())
                    .map(Object::toString)
                    .collect(Collectors.joining(", ", "one of ", ""));
        }
        if (CharSequence.class.isAssignableFrom(type)) {
            return "a text";
        }
        return type.isArray() || Collection.class.isAssignableFrom(type) ? "a list" : "an object";
    }
}
