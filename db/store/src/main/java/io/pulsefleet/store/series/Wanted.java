package io.pulsefleet.store.series;

/**
 * A place that a series has values in. An agent's sets change when a disk comes or goes, so a series may have several.
 *
 * @param position in the set's frames, from 0
 * @param series its number, given by who asks
 */
public record Wanted(int agent, int set, int position, int series) {}
