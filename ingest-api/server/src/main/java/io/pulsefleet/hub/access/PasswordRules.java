package io.pulsefleet.hub.access;

import io.pulsefleet.hub.http.Problems;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which passwords may be chosen: long ones that are not the first that a guesser tries. These are the commonest, and what
 * is strung together of {@value #MOST_PARTS} of them and of digits as in dates, as {@code dragon2026} or {@code monkeymonkey}.
 */
final class PasswordRules {

    static final int SHORTEST = 12;
    static final int LONGEST = 200;

    private static final int MOST_PARTS = 3;
    private static final int SHORTEST_PART = 4;
    private static final int MOST_DIGITS = 8;

    private static final Set<String> COMMON = common();

    private PasswordRules() {}

    /** @throws jakarta.ws.rs.WebApplicationException 400 that names the field and what to do */
    static void check(String field, String password, String user) {
        complaint(password, user).ifPresent(why -> {
            throw Problems.badField(field, why);
        });
    }

    /** Empty: it may be chosen. */
    static Optional<String> complaint(String password, String user) {
        if (password == null || password.codePointCount(0, password.length()) < SHORTEST) {
            return Optional.of("must have " + SHORTEST + " characters or more");
        }
        if (password.codePointCount(0, password.length()) > LONGEST) {
            return Optional.of("must have " + LONGEST + " characters at most");
        }
        var plain = password.toLowerCase(Locale.ROOT);
        if (isMadeOf(plain, user.toLowerCase(Locale.ROOT))) {
            return Optional.of("must not be the name of the user");
        }
        if (isStrungTogether(plain, MOST_PARTS) || plain.chars().distinct().count() < 4) {
            return Optional.of("is one of those that are guessed first; choose another");
        }
        return Optional.empty();
    }

    /** The name, once or again and again. */
    private static boolean isMadeOf(String password, String user) {
        return !user.isEmpty() && password.replace(user, "").isEmpty();
    }

    private static boolean isStrungTogether(String text, int parts) {
        if (text.isEmpty() || COMMON.contains(text)) {
            return true;
        }
        if (parts == 0) {
            return false;
        }
        var digits = digitsAtStart(text);
        if (digits > 0 && digits <= MOST_DIGITS && isStrungTogether(text.substring(digits), parts - 1)) {
            return true;
        }
        for (int end = SHORTEST_PART; end < text.length(); end++) {
            if (COMMON.contains(text.substring(0, end)) && isStrungTogether(text.substring(end), parts - 1)) {
                return true;
            }
        }
        return false;
    }

    private static int digitsAtStart(String text) {
        int end = 0;
        while (end < text.length() && Character.isDigit(text.charAt(end))) {
            end++;
        }
        return end;
    }

    private static Set<String> common() {
        try (var lines = new BufferedReader(new InputStreamReader(
                PasswordRules.class.getResourceAsStream("common-passwords.txt"), StandardCharsets.UTF_8))) {
            return lines.lines().filter(line -> !line.startsWith("#")).collect(Collectors.toUnmodifiableSet());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
