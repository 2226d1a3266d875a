package io.pulsefleet.store.audit;

/**
 * A place in the chain. Whoever has noted one down can prove later that all up to it is as it was.
 *
 * @param number of the row; 0: before the first
 * @param hash of the row, 64 hexadecimal digits
 */
public record Link(long number, String hash) {

    /** What the first row goes on from. */
    public static final Link BEFORE_ALL = new Link(0, "0".repeat(64));
}
