package io.pulsefleet.hub.query;

import java.util.Arrays;

/** Several series as one: each step of it is made of those that have a point there. */
final class Combined {

    private final Combine combine;
    private final long from;
    private final long length;
    private final double[] values;
    private final int[] counts;

    Combined(Combine combine, Span span) {
        this.combine = combine;
        this.from = span.from().getEpochSecond();
        this.length = span.step().toSeconds();
        this.values = new double[(int) span.steps()];
        this.counts = new int[values.length];
        Arrays.fill(
                values,
                switch (combine) {
                    case MIN -> Double.POSITIVE_INFINITY;
                    case MAX -> Double.NEGATIVE_INFINITY;
                    case SUM, AVG -> 0;
                });
    }

    void add(Curve curve) {
        for (int point = 0; point < curve.size(); point++) {
            var i = (int) ((curve.at()[point] - from) / length);
            values[i] = switch (combine) {
                case MIN -> Math.min(values[i], curve.values()[point]);
                case MAX -> Math.max(values[i], curve.values()[point]);
                case SUM, AVG -> values[i] + curve.values()[point];
            };
            counts[i]++;
        }
    }

    Curve curve() {
        var at = new long[values.length];
        var points = new double[values.length];
        var size = 0;
        for (int i = 0; i < values.length; i++) {
            if (counts[i] > 0) {
                at[size] = from + i * length;
                points[size++] = combine == Combine.AVG ? values[i] / counts[i] : values[i];
            }
        }
        return new Curve(at, points, size);
    }
}
