package io.pulsefleet.hub.access;

/** Tokens of agents, and of whoever else shows nothing but one. */
public final class Tokens {

    private Tokens() {}

    public static String fresh() {
        return Secrets.make();
    }

    /** As it is kept: a token is 256 random bits, so that a plain hash of it is enough. */
    public static byte[] hash(String token) {
        return Secrets.hash(token);
    }
}
