package io.pulsefleet.store.pack;

/**
 * Finds the whole numbers that somebody divided: {@code used / total} is a double with all its bits in use, but two
 * small numbers tell it just as well.
 *
 * <p>The continued fraction of a double gives the simplest fractions near it, one after the other; the first that
 * divides to the same bits is it. Fractions come out reduced, while the divisor of a real share stays about the same
 * from visit to visit. So each is expanded until its divisor is as near as may be to the one before.
 */
final class Fractions {

    private static final long LARGEST = 1L << 31;
    private static final double EXACT = 1L << 52;

    private static final int SAMPLES = 8;

    /** What a sampled fraction may take; a double takes 52 bits and more. */
    private static final int WORTH = 46;

    private long above;
    private long below;

    /** Whether a look at a few of them lets hope that they are fractions. */
    boolean areLikely(double[] values, int n) {
        var good = 0;
        var samples = Math.min(SAMPLES, n);
        for (var i = 0; i < samples; i++) {
            if (find(values[(int) ((long) i * n / samples)])
                    && 2 * Long.SIZE - Long.numberOfLeadingZeros(above) - Long.numberOfLeadingZeros(below) <= WORTH) {
                good++;
            }
        }
        return 4 * good >= 3 * samples;
    }

    /** @return whether all could be told as {@code above[i] / below[i]} */
    boolean find(double[] values, int n, long[] above, long[] below) {
        var usual = 1L;
        for (var i = 0; i < n; i++) {
            if (!find(values[i])) {
                return false;
            }
            above[i] = this.above;
            below[i] = this.below;
            if (i < SAMPLES) {
                usual = Math.max(usual, this.below);
            }
        }
        for (var i = 0; i < n; i++) {
            var times = Math.max(1, (usual + below[i] / 2) / below[i]);
            if (above[i] < EXACT / times) {
                above[i] *= times;
                below[i] *= times;
            }
            usual = below[i];
        }
        for (var i = 0; i < n; i++) {
            if (values[i] < 0) {
                above[i] = -above[i];
            }
        }
        return true;
    }

    private boolean find(double value) {
        if (value == 0) {
            above = 0;
            below = 1;
            return Double.doubleToRawLongBits(value) == 0; // there is no fraction for -0.0
        }
        var size = Math.abs(value);
        var rest = size;
        var aboveBefore = 0.0;
        var belowBefore = 1.0;
        var aboveNow = 1.0;
        var belowNow = 0.0;
        while (rest < LARGEST) {
            var whole = Math.floor(rest);
            var nextAbove = whole * aboveNow + aboveBefore;
            var nextBelow = whole * belowNow + belowBefore;
            if (nextAbove > EXACT || nextBelow > LARGEST) {
                return false;
            }
            if (nextAbove / nextBelow == size) {
                above = (long) nextAbove;
                below = (long) nextBelow;
                return true;
            }
            aboveBefore = aboveNow;
            belowBefore = belowNow;
            aboveNow = nextAbove;
            belowNow = nextBelow;
            rest = 1 / (rest - whole);
        }
        return false;
    }
}
