package io.pulsefleet.hub.trust;

import io.pulsefleet.hub.access.Tokens;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** How a join token looks: {@code pj_<id>_<secret>}. The id finds it, and only the secret's hash is kept. */
record JoinTokenText(UUID id, String secret) {

    private static final Pattern LOOK = Pattern.compile(
            "pj_([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})_([A-Za-z0-9_-]{43})");

    static JoinTokenText make() {
        return new JoinTokenText(UUID.randomUUID(), Tokens.fresh());
    }

    static Optional<JoinTokenText> read(String text) {
        var found = LOOK.matcher(text);
        return found.matches()
                ? Optional.of(new JoinTokenText(
                        UUID.fromString(String.join(
                                "-", found.group(1), found.group(2), found.group(3), found.group(4), found.group(5))),
                        found.group(6)))
                : Optional.empty();
    }

    byte[] hash() {
        return Tokens.hash(secret);
    }

    boolean hasHash(byte[] hash) {
        return MessageDigest.isEqual(hash(), hash);
    }

    String shown() {
        return "pj_" + id.toString().replace("-", "") + "_" + secret;
    }

    /** Never shows the secret: records are logged. */
    @Override
    public String toString() {
        return "JoinTokenText[" + id + "]";
    }
}
