package io.pulsefleet.wire.uptime;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.pulsefleet.wire.RawJson;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What stands in a check as {@code ${name}}, and is known to the prober only. Assertions have none: they are quoted when
 * they do not hold. {@code $${name}} is the text {@code ${name}}.
 */
public record Secrets(Map<String, String> byName) {

    private static final Pattern PLACE = Pattern.compile("(\\$?)\\$\\{([^}]{0,100})\\}");

    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]{0,62}");
    private static final String MASK = "***";

    /** What is shorter is found everywhere by chance. */
    private static final int SHORTEST_MASKED = 4;

    private static final JsonFactory JSON = new JsonFactory();

    public Secrets {
        byName = Map.copyOf(byName);
        byName.keySet().forEach(name -> {
            if (!NAME.matcher(name).matches()) {
                throw new IllegalArgumentException("secrets: '" + name + "' must match " + NAME);
            }
        });
    }

    /**
     * The check with what belongs at the places.
     *
     * @throws IllegalArgumentException of a name that is not known: {@code headers.authorization: ...}
     */
    public RawJson into(RawJson check) {
        return each(
                check,
                (field, text) -> PLACE.matcher(text).replaceAll(place -> {
                    if (!place.group(1).isEmpty()) {
                        return Matcher.quoteReplacement("${" + place.group(2) + "}");
                    }
                    var value = byName.get(place.group(2));
                    if (value == null) {
                        throw new IllegalArgumentException(
                                field + ": ${" + place.group(2) + "} is no secret of this monitor; "
                                        + (byName.isEmpty()
                                                ? "it has none"
                                                : "it has " + String.join(", ", new TreeSet<>(byName.keySet()))));
                    }
                    return Matcher.quoteReplacement(value);
                }));
    }

    /** The names that a check asks for. */
    public static Set<String> named(RawJson check) {
        var names = new TreeSet<String>();
        each(check, (field, text) -> {
            PLACE.matcher(text)
                    .results()
                    .filter(place -> place.group(1).isEmpty())
                    .forEach(place -> names.add(place.group(2)));
            return text;
        });
        return names;
    }

    /** A text for people, without the secrets that a server sent back to us. */
    public String masked(String text) {
        var masked = text;
        for (var value : byName.values()) {
            if (value.length() >= SHORTEST_MASKED) {
                masked = masked.replace(value, MASK);
            }
        }
        return masked;
    }

    /** The values are never shown. */
    @Override
    public String toString() {
        return "Secrets" + new TreeSet<>(byName.keySet());
    }

    static boolean isIn(String text) {
        return PLACE.matcher(text).results().anyMatch(place -> place.group(1).isEmpty());
    }

    /** With a 0 at each place, so that the form of the rest can be looked at. */
    static String blanked(String text) {
        return PLACE.matcher(text).replaceAll("0");
    }

    private interface Edit {
        String apply(String field, String text);
    }

    private static RawJson each(RawJson check, Edit edit) {
        var out = new StringWriter();
        try (var in = JSON.createParser(check.text());
                var copy = JSON.createGenerator(out)) {
            while (in.nextToken() != null) {
                var field = field(in);
                if (in.currentToken() == JsonToken.VALUE_STRING && !isAssertion(field)) {
                    copy.writeString(edit.apply(field, in.getText()));
                } else {
                    copy.copyCurrentEvent(in);
                }
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken); // it was read as JSON before
        }
        return new RawJson(out.toString());
    }

    private static String field(JsonParser in) {
        var pointer = in.getParsingContext().pathAsPointer().toString();
        return pointer.isEmpty() ? "check" : pointer.substring(1).replace('/', '.');
    }

    private static boolean isAssertion(String field) {
        return field.startsWith("assertions");
    }
}
