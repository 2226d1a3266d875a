package io.pulsefleet.wire;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * Names the positions of a frame's values, once. It never changes: other positions are another set.
 *
 * <p>Its hash is its name on the wire. It is the first 16 bytes, in hex, of SHA-256 over collector, target and then,
 * for each position, metric, kind, unit, the number of labels and each label's name and value in the order of their
 * names. A text is hashed as the length of its UTF-8 form (4 bytes, big-endian) and that form; a number as 4 bytes.
 *
 * @param target what was looked at: {@code host}, a database, a monitor
 */
public record MetricSet(String collector, String target, List<Position> positions) {

    /** More positions than this in one set are refused. */
    public static final int MOST_POSITIONS = 10_000;

    public MetricSet {
        Required.text("collector", collector, 100);
        Required.text("target", target, 500);
        positions = Required.list("positions", positions);
        if (positions.isEmpty() || positions.size() > MOST_POSITIONS) {
            throw new IllegalArgumentException("positions: there must be 1 to " + MOST_POSITIONS);
        }
    }

    @JsonProperty(access = JsonProperty.Access.READ_ONLY)
    public String hash() {
        var hashed = sha256();
        add(hashed, collector);
        add(hashed, target);
        for (var position : positions) {
            add(hashed, position.metric());
            add(hashed, position.kind().name());
            add(hashed, position.unit());
            add(hashed, position.labels().size());
            position.labels().forEach((name, value) -> {
                add(hashed, name);
                add(hashed, value);
            });
        }
        return HexFormat.of().formatHex(hashed.digest(), 0, 16);
    }

    private static void add(MessageDigest hashed, String text) {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        add(hashed, bytes.length);
        hashed.update(bytes);
    }

    private static void add(MessageDigest hashed, int number) {
        hashed.update((byte) (number >>> 24));
        hashed.update((byte) (number >>> 16));
        hashed.update((byte) (number >>> 8));
        hashed.update((byte) number);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }
}
