package io.pulsefleet.agent.collect.exposition;

/**
 * What is taken of a text; what lies beyond is left out and counted.
 *
 * @param series in it
 * @param labels of a series
 * @param value characters of a label's value
 */
public record Limits(int series, int labels, int value) {

    /** Of a name, whatever it is the name of. */
    static final int LONGEST_NAME = 200;

    public static Limits of(int series) {
        return new Limits(series, 30, 500);
    }
}
