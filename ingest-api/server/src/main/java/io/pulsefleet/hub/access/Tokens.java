package io.pulsefleet.hub.access;

/** The agents' tokens. */
public final class Tokens {

    private Tokens() {}

    /** As it is kept: a token is 256 random bits, so that a plain hash of it is enough. */
    public static byte[] hash(String token) {
        return Secrets.hash(token);
    }
}
