package io.pulsefleet.hub.query;

import java.util.ArrayList;
import java.util.List;

/**
 * From readings to points of a chart, reading by reading in the order of time: values are averaged over each step; a
 * counter becomes its growth per second.
 *
 * <p>A counter that got smaller began anew: what it shows now is what it has grown since. A step without a reading is no
 * point.
 */
final class Resample {

    /** Points in the order of time: {@code at} the beginning of each step, in seconds since 1970. */
    record Points(List<Long> at, List<Double> values) {}

    private final Span span;
    private final boolean asRate;
    private final List<Long> at = new ArrayList<>();
    private final List<Double> values = new ArrayList<>();

    private double lastValue = Double.NaN;
    private long lastMicros;

    private long step = Long.MIN_VALUE;
    private double sum;
    private int count;

    Resample(Span span, boolean asRate) {
        this.span = span;
        this.asRate = asRate;
    }

    /**
     * @param micros since 1970
     * @param value as read; NaN and infinity cannot be drawn and are passed over
     */
    void add(long micros, double value) {
        if (!Double.isFinite(value)) {
            return;
        }
        if (asRate) {
            addRate(micros, value);
        } else {
            addPoint(micros, value);
        }
    }

    Points points() {
        closeStep();
        return new Points(at, values);
    }

    private void addRate(long micros, double value) {
        if (!Double.isNaN(lastValue) && micros > lastMicros) {
            var grown = value >= lastValue ? value - lastValue : value;
            addPoint(micros, grown * 1e6 / (micros - lastMicros));
        }
        lastValue = value;
        lastMicros = micros;
    }

    private void addPoint(long micros, double value) {
        var seconds = Math.floorDiv(micros, 1_000_000L);
        if (seconds < span.from().getEpochSecond()) {
            return; // read only to know the growth of the first point
        }
        var its = Math.floorDiv(seconds, span.step().toSeconds()) * span.step().toSeconds();
        if (its != step) {
            closeStep();
            step = its;
        }
        sum += value;
        count++;
    }

    private void closeStep() {
        if (count > 0) {
            at.add(step);
            values.add(sum / count);
        }
        sum = 0;
        count = 0;
    }
}
