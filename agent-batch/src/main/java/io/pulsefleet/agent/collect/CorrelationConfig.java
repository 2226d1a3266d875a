package io.pulsefleet.agent.collect;

import io.pulsefleet.settings.Setting;
import java.util.List;
import java.util.regex.Pattern;

/** Where a request's id stands in the name that an application gives itself. */
public final class CorrelationConfig {

    public static final Setting<Pattern> PATTERN = new Setting<>(
            "pulse.postgres.correlation.pattern",
            "[^\\s:]+:(\\S+)",
            "How an `application_name` bears the id of a request (PG-05): a regular expression whose first group is the id."
                    + " By default `name:request-id`.",
            CorrelationConfig::read);

    public static final List<Setting<?>> ALL = List.of(PATTERN);

    private CorrelationConfig() {}

    private static Pattern read(String text) {
        var pattern = Pattern.compile(text);
        if (pattern.matcher("").groupCount() < 1) {
            throw new IllegalArgumentException("has no group: " + text);
        }
        return pattern;
    }
}
