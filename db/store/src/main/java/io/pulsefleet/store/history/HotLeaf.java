package io.pulsefleet.store.history;

import java.time.Instant;

/**
 * A partition of {@code frame}.
 *
 * @param until when its hour ends; null: the default partition, which has none
 * @param bytes indexes included; 0: it is empty
 */
public record HotLeaf(String name, Instant until, long bytes) {}
