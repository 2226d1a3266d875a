package io.pulsefleet.hub.query;

/**
 * Points to draw.
 *
 * @param at the beginning of each step, in seconds since 1970
 * @param size how many of the numbers are points
 */
@SuppressWarnings("ArrayRecordComponent") // written at once, never compared
record Curve(long[] at, double[] values, int size) {}
