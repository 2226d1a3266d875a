package io.pulsefleet.store.series;

import io.pulsefleet.store.pack.Slice;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * One series' runs of values and its buckets, put into the order of time.
 *
 * <p>(1) Runs that do not overlap, as nearly all do, are handed on as they are. (2) A value that lies in a bucket is not
 * in it yet, and is added to it: it came late, or is not packed. (3) Buckets of the same stretch are added up in the order
 * of their parts; the last value is that of the newest moment, wherever it lay.
 */
final class Merge {

    private final long from;
    private final long to;
    private final List<Run> runs = new ArrayList<>();
    private final List<Part> buckets = new ArrayList<>();

    Merge(long from, long to) {
        this.from = from;
        this.to = to;
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Run(long[] at, double[] values) {

        long first() {
            return at[0];
        }

        long last() {
            return at[at.length - 1];
        }
    }

    private record Part(long number, Bucket bucket) {}

    /** @param at never falling */
    void values(long[] at, double[] values) {
        if (at.length > 0) {
            runs.add(new Run(at, values));
        }
    }

    void bucket(long part, Bucket bucket) {
        if (bucket.from() >= from && bucket.from() < to) {
            buckets.add(new Part(part, bucket));
        }
    }

    void into(Points points) {
        runs.sort(Comparator.comparingLong(Run::first));
        buckets.sort(Comparator.comparingLong((Part part) -> part.bucket().from())
                .thenComparing(part -> part.bucket().until(), Comparator.reverseOrder())
                .thenComparingLong(Part::number));
        var into = new Absorbing(points);
        for (int i = 0; i < runs.size(); ) {
            var end = i + 1;
            var last = runs.get(i).last();
            while (end < runs.size() && runs.get(end).first() < last) {
                last = Math.max(last, runs.get(end).last());
                end++;
            }
            hand(end == i + 1 ? runs.get(i) : interwoven(runs.subList(i, end)), into);
            i = end;
        }
        into.bucketsBefore(Long.MAX_VALUE);
        into.close();
    }

    private void hand(Run run, Absorbing into) {
        for (int i = 0; i < run.at().length; i++) {
            var at = run.at()[i];
            if (at >= from && at < to && !isMissing(run.values()[i])) {
                into.value(at, run.values()[i]);
            }
        }
    }

    private static boolean isMissing(double value) {
        return Double.doubleToRawLongBits(value) == Double.doubleToRawLongBits(Slice.MISSING);
    }

    /** Two at a time; at the same moment what stands first stays first. */
    private static Run interwoven(List<Run> overlapping) {
        var woven = overlapping.get(0);
        for (var other : overlapping.subList(1, overlapping.size())) {
            woven = interwoven(woven, other);
        }
        return woven;
    }

    private static Run interwoven(Run one, Run other) {
        var at = new long[one.at().length + other.at().length];
        var values = new double[at.length];
        int a = 0;
        int b = 0;
        for (int i = 0; i < at.length; i++) {
            var first = b == other.at().length || (a < one.at().length && one.at()[a] <= other.at()[b]);
            at[i] = first ? one.at()[a] : other.at()[b];
            values[i] = first ? one.values()[a++] : other.values()[b++];
        }
        return new Run(at, values);
    }

    /** Holds back a bucket until nothing more can belong to it. */
    private final class Absorbing {

        private final Points points;
        private int next;
        private Bucket open;

        Absorbing(Points points) {
            this.points = points;
        }

        void value(long at, double value) {
            if (next < buckets.size()) {
                bucketsBefore(at);
            }
            if (open != null && at < open.until()) {
                open = open.and(at, value);
            } else {
                close();
                points.value(at, value);
            }
        }

        /** Those that begin at this moment or before it. */
        void bucketsBefore(long at) {
            for (; next < buckets.size() && buckets.get(next).bucket().from() <= at; next++) {
                var bucket = buckets.get(next).bucket();
                if (open != null && bucket.from() < open.until()) {
                    open = open.and(bucket);
                } else {
                    close();
                    open = bucket;
                }
            }
        }

        void close() {
            if (open != null) {
                points.bucket(open);
            }
            open = null;
        }
    }
}
