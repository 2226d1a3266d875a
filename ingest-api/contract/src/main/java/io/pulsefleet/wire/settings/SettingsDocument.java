package io.pulsefleet.wire.settings;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pulsefleet.wire.Required;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the hub has one agent set: the sum of its layers. Both sides work the hash out of what it says, so it is
 * acknowledged as it was received.
 *
 * @param attempt larger where the same values are to be tried again by an agent that took them back
 * @param values by name, {@code pulse.docker.every}
 */
public record SettingsDocument(int attempt, Map<String, String> values) {

    /** More than there are settings. */
    public static final int MOST = 500;

    public static final int LONGEST_VALUE = 8_000;

    /** The hub sets nothing. */
    public static final SettingsDocument NONE = new SettingsDocument(0, Map.of());

    public SettingsDocument {
        values = values == null ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(values));
        if (values.size() > MOST) {
            throw new IllegalArgumentException("values: are more than " + MOST);
        }
        values.forEach((name, value) -> {
            Required.text("values", name, 200);
            Required.present("values." + name, value);
            if (value.length() > LONGEST_VALUE) {
                throw new IllegalArgumentException(
                        "values." + name + ": must have " + LONGEST_VALUE + " characters at most");
            }
        });
    }

    /** 32 hexadecimal digits; another where any of it is another. */
    public String hash() {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            digest.update((attempt + "\0").getBytes(UTF_8));
            values.forEach((name, value) -> digest.update((name + "\0" + value + "\0").getBytes(UTF_8)));
            return HexFormat.of().formatHex(digest.digest()).substring(0, 32);
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }
}
