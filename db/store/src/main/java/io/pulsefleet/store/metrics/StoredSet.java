package io.pulsefleet.store.metrics;

/**
 * A metric set as it is kept.
 *
 * @param id its short name in frames; 0 where it is not kept yet
 * @param hash its name on the wire, 32 hexadecimal digits
 * @param positions a JSON array of objects with at least {@code metric}, in the order of a frame's values
 */
public record StoredSet(int id, String hash, String collector, String target, String positions) {}
