package io.pulsefleet.store.series;

import java.util.Arrays;
import java.util.stream.IntStream;

/** Hot frames of one span, growing as they come: row by row. */
final class HotRun {

    private final int width;
    private int count;
    private long[] at = new long[64];
    private double[] values;
    private boolean inOrder = true;

    HotRun(int width) {
        this.width = width;
        this.values = new double[64 * width];
    }

    void add(long moment, Rows row) {
        if (count == at.length) {
            at = Arrays.copyOf(at, 2 * count);
            values = Arrays.copyOf(values, 2 * count * width);
        }
        inOrder &= count == 0 || at[count - 1] <= moment;
        at[count] = moment;
        row.values(values, count * width, width);
        count++;
    }

    int count() {
        return count;
    }

    /** Rows come in order from each partition; where there are several, they are sorted here, once. */
    void sort() {
        if (inOrder) {
            return;
        }
        var order = IntStream.range(0, count)
                .boxed()
                .sorted((one, other) -> Long.compare(at[one], at[other]))
                .mapToInt(Integer::intValue)
                .toArray();
        var sortedAt = new long[count];
        var sortedValues = new double[count * width];
        for (var i = 0; i < count; i++) {
            sortedAt[i] = at[order[i]];
            System.arraycopy(values, order[i] * width, sortedValues, i * width, width);
        }
        at = sortedAt;
        values = sortedValues;
        inOrder = true;
    }

    long[] at() {
        return Arrays.copyOf(at, count);
    }

    double[] column(int column) {
        var picked = new double[count];
        for (var i = 0; i < count; i++) {
            picked[i] = values[i * width + column];
        }
        return picked;
    }
}
