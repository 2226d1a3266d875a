package io.pulsefleet.hub.query;

import io.pulsefleet.store.series.Bucket;
import io.pulsefleet.store.series.Micros;
import io.pulsefleet.store.series.Points;
import java.util.Arrays;

/**
 * From what a series did to a point for each step, as it comes in the order of time.
 *
 * <p>What is NaN is no number and is passed over; what is infinite is a number, but nothing grows by it. A step without a
 * reading is no point. A bucket belongs to
 * the step that it begins in; a percentile takes no buckets, for it cannot be told from them.
 */
final class Steps implements Points {

    private final Aggregate aggregate;
    private final long from;
    private final long length;
    private final Growth growth;

    private long[] at = new long[64];
    private double[] values = new double[64];
    private int points;

    private long step = Long.MIN_VALUE;
    private double min;
    private double max;
    private double sum;
    private double count;
    private double last;
    private double[] all = new double[0];
    private int kept;

    /** @param counts whether it is a counter */
    Steps(Aggregate aggregate, boolean counts, Span span) {
        this.aggregate = aggregate;
        this.from = span.from().getEpochSecond();
        this.length = span.step().toSeconds();
        this.growth = aggregate.isGrowth() ? new Growth(counts) : null;
    }

    @Override
    public void value(long micros, double value) {
        if (!Double.isNaN(value)) {
            goTo(micros);
            if (growth != null) {
                growth.value(micros, value);
            }
            if (aggregate.wantsEveryValue()) {
                keep(value);
            }
            add(value, value, value, 1, value);
        }
    }

    @Override
    public void bucket(Bucket bucket) {
        var wantsLast = growth != null || aggregate.kind() == Aggregate.Kind.LAST;
        if (!aggregate.wantsEveryValue() && !(wantsLast && Double.isNaN(bucket.last()))) {
            goTo(bucket.from());
            if (growth != null) {
                growth.bucket(bucket);
            }
            add(bucket.min(), bucket.max(), bucket.sum(), bucket.count(), bucket.last());
        }
    }

    /** When all has come. */
    Curve curve() {
        closeStep();
        return new Curve(at, values, points);
    }

    private void goTo(long micros) {
        var its = Math.floorDiv(Math.floorDiv(micros, Micros.SECOND), length) * length;
        if (its != step) {
            closeStep();
            step = its;
        }
    }

    private void add(double itsMin, double itsMax, double itsSum, double itsCount, double itsLast) {
        min = count == 0 ? itsMin : Math.min(min, itsMin);
        max = count == 0 ? itsMax : Math.max(max, itsMax);
        sum += itsSum;
        count += itsCount;
        last = itsLast;
    }

    private void keep(double value) {
        if (kept == all.length) {
            all = Arrays.copyOf(all, Math.max(64, 2 * kept));
        }
        all[kept++] = value;
    }

    private void closeStep() {
        if (count > 0 && step >= from && (growth == null || growth.isKnown())) {
            if (points == at.length) {
                at = Arrays.copyOf(at, 2 * points);
                values = Arrays.copyOf(values, 2 * points);
            }
            at[points] = step;
            values[points++] = value();
        }
        sum = 0;
        count = 0;
        kept = 0;
        if (growth != null) {
            growth.next();
        }
    }

    private double value() {
        return switch (aggregate.kind()) {
            case AVG -> sum / count;
            case MIN -> min;
            case MAX -> max;
            case SUM -> sum;
            case LAST -> last;
            case RATE -> growth.rate();
            case DELTA -> growth.delta();
            case PERCENTILE -> Percentile.of(all, kept, aggregate.percent());
        };
    }
}
