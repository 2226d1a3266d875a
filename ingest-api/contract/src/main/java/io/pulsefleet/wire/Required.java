package io.pulsefleet.wire;

import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;

/** What a message must have. Each refusal begins with the field's name, so that its sender can mend it. */
public final class Required {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,62}");

    private Required() {}

    public static void present(String field, Object value) {
        if (value == null) {
            throw new IllegalArgumentException(field + ": is missing");
        }
    }

    public static void text(String field, String value, int longest) {
        present(field, value);
        if (value.isBlank() || value.length() > longest) {
            throw new IllegalArgumentException(field + ": must have 1 to " + longest + " characters");
        }
        if (value.indexOf('\0') >= 0) {
            throw new IllegalArgumentException(field + ": must not contain a NUL character");
        }
    }

    /** What stands in paths and in settings as it is: {@code fra-1}. */
    public static void name(String field, String value) {
        present(field, value);
        if (!NAME.matcher(value).matches()) {
            throw new IllegalArgumentException(field + ": must match " + NAME);
        }
    }

    static void hash(String field, String value) {
        present(field, value);
        if (value.length() != 32 || !value.chars().allMatch(Required::isHex)) {
            throw new IllegalArgumentException(field + ": must be 32 hexadecimal digits");
        }
    }

    static boolean isHex(int c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
    }

    /** Null becomes empty; an element that is null is refused. */
    public static <T> List<T> list(String field, List<T> value) {
        if (value == null) {
            return List.of();
        }
        for (int i = 0; i < value.size(); i++) {
            present(field + "[" + i + "]", value.get(i));
        }
        return Collections.unmodifiableList(value);
    }

    /** The same, of so many at most. */
    public static <T> List<T> list(String field, List<T> value, int most) {
        if (value != null && value.size() > most) {
            throw new IllegalArgumentException(field + ": are more than " + most);
        }
        return list(field, value);
    }
}
