package io.pulsefleet.agent.collect;

import io.pulsefleet.settings.Settings;
import java.util.Optional;
import java.util.regex.Pattern;

/** Finds the id of a request in an {@code application_name}: {@code checkout:4711} bears {@code 4711} (PG-05). */
public record Correlation(Pattern pattern) {

    public static Correlation from(Settings settings) {
        return new Correlation(settings.get(CorrelationConfig.PATTERN));
    }

    /** Empty where it bears none, or where nobody gave it a name. */
    public Optional<String> idIn(String applicationName) {
        if (applicationName == null || applicationName.isEmpty()) {
            return Optional.empty();
        }
        var match = pattern.matcher(applicationName);
        return match.matches() ? Optional.ofNullable(match.group(1)) : Optional.empty();
    }
}
