package io.pulsefleet.store.fleet;

import java.util.UUID;

/**
 * An agent by all that it is called.
 *
 * @param number stands for it where there are millions of rows
 */
public record Named(int number, UUID id, String hostname) {}
