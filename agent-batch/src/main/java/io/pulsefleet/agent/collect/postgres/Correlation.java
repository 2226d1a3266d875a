package io.pulsefleet.agent.collect.postgres;

import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Finds the request's id in what a session calls itself (PG-05). */
record Correlation(Pattern pattern) {

    /** @throws IllegalArgumentException when it has no group for the id */
    static Correlation of(String text) {
        try {
            var pattern = Pattern.compile(text);
            if (pattern.matcher("").groupCount() < 1) {
                throw new IllegalArgumentException("has no ( ) around the id: " + text);
            }
            return new Correlation(pattern);
        } catch (PatternSyntaxException broken) {
            throw new IllegalArgumentException(broken.getMessage(), broken);
        }
    }

    Optional<String> idIn(String applicationName) {
        if (applicationName == null) {
            return Optional.empty();
        }
        var found = pattern.matcher(applicationName);
        return found.matches() ? Optional.ofNullable(found.group(1)).filter(id -> !id.isBlank()) : Optional.empty();
    }
}
