package io.pulsefleet.agent.collect;

import java.time.Instant;

/**
 * One call at one target.
 *
 * @param at the moment that all its readings bear
 */
public record Visit(String target, Instant at) {}
