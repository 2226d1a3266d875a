package io.pulsefleet.store.pack;

import java.util.Arrays;

/**
 * Writes a row of whole numbers: the first of them, and of the others the error of the {@link Prediction} that errs
 * least, in the {@link Coding} that needs the fewest bits.
 */
final class NumbersWriter implements AutoCloseable {

    /** Flags of the first byte. */
    static final int WITH_FACTOR = 2;

    static final int RISING = 1;

    /** So many ones in a row say that a number follows as it is: six bits for its width, and the bits. */
    static final int ESCAPE = 20;

    /** Up to so many low bits are fetched together with their high part: 57 are there, and 20 may be the latter's. */
    static final int AT_ONCE = 57 - ESCAPE;

    /** How errors are written. The codes are part of the format; the codings stand in their order. */
    enum Coding {
        /** There are none. */
        NONE(0),
        /** The high part as ones that a zero ends, then so many low bits. */
        RICE(1),
        /** All with the same number of bits. */
        PLAIN(2),
        /** Only those that are not 0, each with how many zeros stand before it. */
        SPARSE(3),
        /** Varints, squeezed. */
        ZSTD(4);

        /** Instead of a coding: prediction and coding stand in a byte of their own, for there was no room for more. */
        static final int TOLD_APART = 7;

        private static final Coding[] ALL = values();

        final int code;

        Coding(int code) {
            this.code = code;
        }

        static Coding of(int code) {
            if (code >= ALL.length) {
                throw new DamagedException("no coding " + code);
            }
            return ALL[code];
        }
    }

    private static final int MOST_IN_HEAD = 7;

    private static final int WORTH_SQUEEZING = 24;

    private static final double NEARLY = 0.1;

    private final Squeezing squeezing = new Squeezing();
    private final Repetitions repetitions = new Repetitions();
    private final Out varints = new Out();
    private byte[] squeezed = new byte[1 << 10];
    private long[] y = new long[512];
    private long[] errors = new long[512];
    private long[] best = new long[512];
    private final int[] widths = new int[Long.SIZE + 1];

    @Override
    public void close() {
        squeezing.close();
    }

    void write(long[] numbers, int n, Out out) {
        if (n == 0) {
            return;
        }
        if (y.length < n) {
            y = new long[n];
            errors = new long[n];
            best = new long[n];
        }
        var factor = factor(numbers, n);
        for (var i = 0; i < n; i++) {
            y[i] = (numbers[i] - numbers[0]) / factor;
        }
        var head = factor == 1 ? 0 : WITH_FACTOR;
        if (n == 1) {
            out.octet(head);
            out.signed(numbers[0]);
            return;
        }
        var choice = predict(n);
        var least = leastError(n);
        if (least >= 0) {
            head |= RISING;
        } else {
            for (var i = 1; i < n; i++) {
                best[i] = Form.zigzag(best[i]);
            }
        }
        var start = out.size();
        var apart = choice.prediction().code > MOST_IN_HEAD;
        out.octet(apart ? head | Coding.TOLD_APART << 2 : head | choice.prediction().code << 5);
        if (apart) {
            out.octet(choice.prediction().code << 4);
        }
        out.signed(numbers[0]);
        if (factor != 1) {
            out.varint(factor);
        }
        if (choice.prediction().takesHint()) {
            out.signed(choice.hint());
        }
        var coding = writeErrors(n, least, out);
        if (apart) {
            out.array()[start + 1] |= (byte) coding.code;
        } else {
            out.array()[start] |= (byte) (coding.code << 2);
        }
    }

    /** The greatest number by which all differences can be divided: pages of memory, sectors, ticks. */
    private static long factor(long[] numbers, int n) {
        var factor = 0L;
        for (var i = 1; i < n && factor != 1; i++) {
            var difference = numbers[i] - numbers[0];
            if (difference != 0 && (factor == 0 || difference % factor != 0)) {
                factor = common(factor, difference);
            }
        }
        return factor <= 0 ? 1 : factor;
    }

    private static long common(long some, long other) {
        var a = Math.abs(some);
        var b = Math.abs(other);
        if (a < 0 || b < 0) {
            return 1; // the one number that has no absolute value
        }
        while (b != 0) {
            var rest = a % b;
            a = b;
            b = rest;
        }
        return a;
    }

    private record Choice(Prediction prediction, long hint) {}

    /** Leaves the errors of the best prediction in {@link #best}. */
    private Choice predict(int n) {
        var choice = new Choice(Prediction.SAME, 0);
        Prediction.SAME.errors(y, n, 0, best);
        var bits = bits(best, n);
        if (bits == 0) {
            return choice;
        }
        for (var other : Prediction.values()) {
            if (other != Prediction.SAME) {
                var hint = hint(other, n);
                other.errors(y, n, hint, errors);
                var otherBits = bits(errors, n) + (other.takesHint() ? 8 * lengthOf(hint) : 0);
                if (otherBits < bits) {
                    bits = otherBits;
                    choice = new Choice(other, hint);
                    var swap = best;
                    best = errors;
                    errors = swap;
                }
            }
        }
        return repetitions.are(y, n, (int) Math.min(Long.SIZE, bits / n)) ? asTheyAre(n) : choice;
    }

    /** Numbers that come again are told best by themselves; zstd then finds them. */
    private Choice asTheyAre(int n) {
        Prediction.LEVEL.errors(y, n, 0, best);
        return new Choice(Prediction.LEVEL, 0);
    }

    private long hint(Prediction prediction, int n) {
        return switch (prediction) {
            case LEVEL -> mean(n);
            case LINE -> slope(n);
            case STEADY -> Math.round((double) y[n - 1] / (n - 1));
            case DRIFTING -> y[Math.min(8, n - 1)] / Math.min(8, n - 1);
            case ONWARD, TREND -> y[1];
            case SAME, EASED, SMOOTH -> 0;
        };
    }

    /** A slope that is nearly a whole number is that number: clocks are set to whole steps, and it is the end that errs. */
    private long slope(int n) {
        var slope = (double) y[n - 1] / (n - 1);
        var whole = Math.rint(slope);
        return Math.abs(slope - whole) < NEARLY ? (long) whole << 16 : (long) (slope * (1 << 16));
    }

    private long mean(int n) {
        var sum = 0.0;
        for (var i = 1; i < n; i++) {
            sum += y[i];
        }
        return Math.round(sum / (n - 1));
    }

    private static int lengthOf(long hint) {
        return (70 - Long.numberOfLeadingZeros(Form.zigzag(hint) | 1)) / 7;
    }

    /** About how many bits these errors will take; 0 only if there are none. */
    private long bits(long[] errors, int n) {
        Arrays.fill(widths, 0);
        var negative = 0L;
        for (var i = 1; i < n; i++) {
            negative |= errors[i];
            widths[Long.SIZE - Long.numberOfLeadingZeros(Form.zigzag(errors[i]))]++;
        }
        var zeros = widths[0];
        if (zeros == n - 1) {
            return 0;
        }
        if (negative >= 0) {
            System.arraycopy(widths, 2, widths, 1, Long.SIZE - 1);
            widths[Long.SIZE] = 0;
        }
        var median = 0;
        for (var seen = widths[0]; 2 * seen < n - 1; seen += widths[median]) {
            median++;
        }
        var fewest = Long.MAX_VALUE;
        for (var low = Math.max(0, median - 3); low <= Math.min(Long.SIZE - 1, median + 1); low++) {
            fewest = Math.min(fewest, bitsOfRice(low, n - 1));
        }
        return fewest;
    }

    private long bitsOfRice(int low, int count) {
        var twice = 2L * count * (1 + low);
        for (var width = low + 1; width < widths.length; width++) {
            if (widths[width] > 0) {
                var above = width - low;
                // the average of 2^(above-1) .. 2^above - 1, twice
                var ones = above > 5 ? Long.MAX_VALUE : (3L << (above - 1)) - 1;
                twice += widths[width] * Math.min(ones, 2L * (ESCAPE + 6 + width));
            }
        }
        return twice / 2;
    }

    private long leastError(int n) {
        var least = best[1];
        for (var i = 2; i < n; i++) {
            least = Math.min(least, best[i]);
        }
        return least;
    }

    private Coding writeErrors(int n, long least, Out out) {
        var all = 0L;
        var some = 0;
        for (var i = 1; i < n; i++) {
            all |= (least < 0 ? Form.unzigzag(best[i]) : best[i]) - least;
            some += best[i] != 0 ? 1 : 0;
        }
        if (some == 0) {
            return Coding.NONE;
        }
        var start = out.size();
        var width = Long.SIZE - Long.numberOfLeadingZeros(all);
        var low = low(best, 1, n, 0);
        var rice = riceBits(best, 1, n, low, 0);
        var plain = (long) (n - 1) * width + 8L * lengthOf(least);
        var coding = rice < plain ? Coding.RICE : Coding.PLAIN;
        if (2 * some < n) {
            writeSparse(n, some, out);
            if (out.size() - start <= (Math.min(rice, plain) + 7) / 8) {
                coding = Coding.SPARSE;
            } else {
                out.cutTo(start);
            }
        }
        if (coding == Coding.RICE) {
            writeRice(n, low, out);
        } else if (coding == Coding.PLAIN) {
            out.octet(width);
            out.signed(least);
            for (var i = 1; i < n; i++) {
                out.bits((least < 0 ? Form.unzigzag(best[i]) : best[i]) - least, width);
            }
            out.fillUp();
        }
        return squeeze(n, out, start) ? Coding.ZSTD : coding;
    }

    private void writeRice(int n, int low, Out out) {
        out.octet(low);
        for (var i = 1; i < n; i++) {
            rice(best[i], low, out);
        }
        out.fillUp();
    }

    private void writeSparse(int n, int some, Out out) {
        var gaps = errors; // not needed any more
        var m = 0;
        var last = 0;
        for (var i = 1; i < n; i++) {
            if (best[i] != 0) {
                gaps[m++] = (long) i - last - 1;
                last = i;
            }
        }
        out.varint(some);
        var lowOfGap = low(gaps, 0, m, 0);
        var low = lowOfChanges(n);
        out.octet(lowOfGap);
        out.octet(low);
        m = 0;
        for (var i = 1; i < n; i++) {
            if (best[i] != 0) {
                rice(gaps[m++], lowOfGap, out);
                rice(best[i] - 1, low, out);
            }
        }
        out.fillUp();
    }

    private int lowOfChanges(int n) {
        var bestLow = 0;
        var fewest = Long.MAX_VALUE;
        for (var low = 0; low < Long.SIZE; low++) {
            var bits = 0L;
            for (var i = 1; i < n; i++) {
                bits += best[i] == 0 ? 0 : riceBits(best[i] - 1, low);
            }
            if (bits > fewest) {
                break;
            }
            fewest = bits;
            bestLow = low;
        }
        return bestLow;
    }

    private static int low(long[] numbers, int from, int to, long less) {
        var sum = 0.0;
        for (var i = from; i < to; i++) {
            sum += numbers[i] >>> 1;
        }
        var mean = 2 * sum / Math.max(1, to - from);
        var low = Math.min(Long.SIZE - 1, Math.max(0, Math.getExponent(mean)));
        var fewest = riceBits(numbers, from, to, low, less);
        while (low > 0) {
            var bits = riceBits(numbers, from, to, low - 1, less);
            if (bits > fewest) {
                break;
            }
            fewest = bits;
            low--;
        }
        return low;
    }

    private static long riceBits(long[] numbers, int from, int to, int low, long less) {
        var bits = 0L;
        for (var i = from; i < to; i++) {
            bits += riceBits(numbers[i] - less, low);
        }
        return bits;
    }

    private static long riceBits(long number, int low) {
        var high = number >>> low;
        return high < ESCAPE && high >= 0
                ? high + 1 + low
                : ESCAPE + 6 + Math.max(1, Long.SIZE - Long.numberOfLeadingZeros(number));
    }

    private static void rice(long number, int low, Out out) {
        var high = number >>> low;
        if (high < ESCAPE && high >= 0) {
            out.bits((1L << (high + 1)) - 2, (int) high + 1);
            out.bits(number & (1L << low) - 1, low);
        } else {
            var width = Math.max(1, Long.SIZE - Long.numberOfLeadingZeros(number));
            out.bits((1L << ESCAPE) - 1, ESCAPE);
            out.bits(width - 1, 6);
            out.bits(number, width);
        }
    }

    /** Instead of what was written from there on, if it gets smaller. */
    private boolean squeeze(int n, Out out, int start) {
        var length = out.size() - start;
        if (length < WORTH_SQUEEZING || !repetitions.are(best, n, 8 * length / n)) {
            return false;
        }
        varints.cutTo(0);
        for (var i = 1; i < n; i++) {
            varints.varint(best[i]);
        }
        if (squeezed.length < length) {
            squeezed = new byte[length];
        }
        var got = squeezing.squeeze(varints.array(), varints.size(), squeezed);
        if (got < 0 || got + 4 >= length) {
            return false;
        }
        out.cutTo(start);
        out.varint(varints.size());
        out.varint(got);
        out.bytes(squeezed, 0, got);
        return true;
    }
}
