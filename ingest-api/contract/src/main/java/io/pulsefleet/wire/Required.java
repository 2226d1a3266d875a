package io.pulsefleet.wire;

import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;

/** What a message must have. Each refusal begins with the field's name, so that its sender can mend it. */
final class Required {

    private static final Pattern HASH = Pattern.compile("[0-9a-f]{32}");

    private Required() {}

    static void present(String field, Object value) {
        if (value == null) {
            throw new IllegalArgumentException(field + ": is missing");
        }
    }

    static void text(String field, String value, int longest) {
        present(field, value);
        if (value.isBlank() || value.length() > longest) {
            throw new IllegalArgumentException(field + ": must have 1 to " + longest + " characters");
        }
        if (value.indexOf('\0') >= 0) {
            throw new IllegalArgumentException(field + ": must not contain a NUL character");
        }
    }

    static void hash(String field, String value) {
        present(field, value);
        if (!HASH.matcher(value).matches()) {
            throw new IllegalArgumentException(field + ": must be 32 hexadecimal digits");
        }
    }

    /** Null becomes empty; an element that is null is refused. */
    static <T> List<T> list(String field, List<T> value) {
        if (value == null) {
            return List.of();
        }
        for (int i = 0; i < value.size(); i++) {
            present(field + "[" + i + "]", value.get(i));
        }
        return Collections.unmodifiableList(value);
    }
}
