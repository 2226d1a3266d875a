package io.pulsefleet.store.uptime;

import java.util.Collection;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How many were how slow. Bucket b holds from 2^(b/8) to 2^((b+1)/8) microseconds, so what is read from it is at most 5 %
 * off; bucket -1 holds what took no time.
 */
public record Distribution(SortedMap<Integer, Long> buckets) {

    private static final double PER_DOUBLING = 8;

    public static Distribution of(Collection<Distribution> all) {
        var sum = new TreeMap<Integer, Long>();
        all.forEach(one -> one.buckets.forEach((bucket, count) -> sum.merge(bucket, count, Long::sum)));
        return new Distribution(sum);
    }

    public long count() {
        return buckets.values().stream().mapToLong(each -> each).sum();
    }

    /**
     * So many microseconds or less took this part of them.
     *
     * @param part from 0 to 1; there must be any
     */
    public long percentile(double part) {
        var wanted = (long) Math.ceil(part * count());
        var passed = 0L;
        for (Map.Entry<Integer, Long> bucket : buckets.entrySet()) {
            passed += bucket.getValue();
            if (passed >= wanted) {
                return middle(bucket.getKey());
            }
        }
        return middle(buckets.lastKey());
    }

    private static long middle(int bucket) {
        return bucket < 0 ? 0 : Math.round(Math.pow(2, (bucket + 0.5) / PER_DOUBLING));
    }
}
