package io.pulsefleet.store.targets;

/**
 * A secret as it may be kept.
 *
 * @param key the id of the key that opens it
 */
@SuppressWarnings("ArrayRecordComponent") // handed from one to the other, compared by nobody
public record Sealed(String key, byte[] bytes) {}
