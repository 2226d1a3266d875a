package io.pulsefleet.hub.query;

import java.util.Arrays;

/** Several series as one: each step of it is made of those that have a point there. */
final class Combined {

    private final Combine combine;
    private final long from;
    private final long length;
    private final double[] values;
    private final int[] counts;

    /** Of a percentile, what each step is made of. */
    private final double[][] all;

    Combined(Combine combine, Span span) {
        this.combine = combine;
        this.from = span.from().getEpochSecond();
        this.length = span.step().toSeconds();
        this.values = new double[(int) span.steps()];
        this.counts = new int[values.length];
        this.all = combine.holdsAll() ? new double[values.length][] : null;
        Arrays.fill(
                values,
                switch (combine.kind()) {
                    case MIN -> Double.POSITIVE_INFINITY;
                    case MAX -> Double.NEGATIVE_INFINITY;
                    case SUM, AVG, COUNT, PERCENTILE -> 0;
                });
    }

    void add(Curve curve) {
        for (int point = 0; point < curve.size(); point++) {
            var i = (int) ((curve.at()[point] - from) / length);
            add(i, curve.values()[point]);
            counts[i]++;
        }
    }

    private void add(int i, double value) {
        switch (combine.kind()) {
            case MIN -> values[i] = Math.min(values[i], value);
            case MAX -> values[i] = Math.max(values[i], value);
            case SUM, AVG -> values[i] += value;
            case COUNT -> values[i]++;
            case PERCENTILE -> keep(i, value);
        }
    }

    private void keep(int i, double value) {
        if (all[i] == null) {
            all[i] = new double[4];
        } else if (counts[i] == all[i].length) {
            all[i] = Arrays.copyOf(all[i], 2 * counts[i]);
        }
        all[i][counts[i]] = value;
    }

    Curve curve() {
        var at = new long[values.length];
        var points = new double[values.length];
        var size = 0;
        for (int i = 0; i < values.length; i++) {
            if (counts[i] > 0) {
                at[size] = from + i * length;
                points[size++] = value(i);
            }
        }
        return new Curve(at, points, size);
    }

    private double value(int i) {
        return switch (combine.kind()) {
            case AVG -> values[i] / counts[i];
            case PERCENTILE -> Percentile.of(all[i], counts[i], combine.percent());
            case MIN, MAX, SUM, COUNT -> values[i];
        };
    }
}
