package io.pulsefleet.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * What went wrong, as {@code application/problem+json} (RFC 9457).
 *
 * @param type {@code about:blank}, {@link #UNKNOWN_SETS} or {@link #REVOKED}
 * @param detail a sentence for people: what, and what to do
 * @param field the part of the body that is wrong, {@code frames[3].values[7]}; null where it is not about a part
 * @param sets the hashes that the hub does not know; null but for {@link #UNKNOWN_SETS}
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Problem(String type, String title, int status, String detail, String field, List<String> sets) {

    public static final String MEDIA_TYPE = "application/problem+json";

    /** With 409: send the shipment again with these sets along. */
    public static final String UNKNOWN_SETS = "urn:pulsefleet:unknown-sets";

    /** With 401: an admin has taken the host's rights away. Only a new join token heals it. */
    public static final String REVOKED = "urn:pulsefleet:revoked";

    public Problem {
        type = type == null ? "about:blank" : type;
        sets = sets == null ? null : List.copyOf(sets);
    }

    public static Problem of(int status, String title, String detail) {
        return new Problem(null, title, status, detail, null, null);
    }

    public static Problem ofField(int status, String title, String field, String detail) {
        return new Problem(null, title, status, detail, field, null);
    }

    public static Problem ofRevoked(String title, String detail) {
        return new Problem(REVOKED, title, 401, detail, null, null);
    }

    public static Problem ofUnknownSets(List<String> hashes) {
        return new Problem(
                UNKNOWN_SETS,
                "Unknown metric sets",
                409,
                "Send the shipment again with these sets along.",
                null,
                hashes);
    }
}
