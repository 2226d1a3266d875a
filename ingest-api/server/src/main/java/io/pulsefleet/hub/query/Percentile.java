package io.pulsefleet.hub.query;

import java.util.Arrays;

/** Between two values it lies in a straight line, as PostgreSQL's percentile_cont. */
final class Percentile {

    private Percentile() {}

    /**
     * @param values are put in order
     * @param size how many of them count; one at least
     */
    static double of(double[] values, int size, int percent) {
        Arrays.sort(values, 0, size);
        var place = percent / 100.0 * (size - 1);
        var below = (int) place;
        var above = Math.min(below + 1, size - 1);
        if (place == below || values[below] == values[above]) {
            return values[below]; // nothing between two infinite values is a number
        }
        return values[below] + (place - below) * (values[above] - values[below]);
    }
}
