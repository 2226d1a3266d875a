package io.pulsefleet.agent.collect;

import java.time.Duration;

/**
 * What a look at a target between two visits led to.
 *
 * @param again when to look again
 * @param visitNow whether what it saw is to be told at once, by a visit beside the schedule
 */
public record Glance(Duration again, boolean visitNow) {}
