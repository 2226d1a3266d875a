package io.pulsefleet.store.pack;

import io.pulsefleet.store.pack.NumbersWriter.Coding;
import java.util.Arrays;

/** Reads what {@link NumbersWriter} wrote. */
final class NumbersReader {

    private NumbersReader() {}

    static long[] read(In in, int n) {
        if (n == 0) {
            return new long[0];
        }
        var head = in.octet();
        var predicted = head >>> 5;
        var coded = head >>> 2 & 7;
        if (coded == Coding.TOLD_APART) {
            var apart = in.octet();
            predicted = apart >>> 4;
            coded = apart & 0xf;
        }
        var first = in.signed();
        var factor = (head & NumbersWriter.WITH_FACTOR) != 0 ? in.varint() : 1;
        var y = new long[n];
        if (n > 1) {
            var prediction = Prediction.of(predicted);
            var hint = prediction.takesHint() ? in.signed() : 0;
            var coding = Coding.of(coded);
            readErrors(in, coding, y);
            if ((head & NumbersWriter.RISING) == 0 && coding != Coding.PLAIN) {
                unfold(y);
            }
            prediction.undo(y, n, hint);
        }
        if (factor == 1) {
            for (var i = 0; i < n; i++) {
                y[i] += first;
            }
        } else {
            for (var i = 0; i < n; i++) {
                y[i] = first + y[i] * factor;
            }
        }
        return y;
    }

    private static void readErrors(In in, Coding coding, long[] y) {
        switch (coding) {
            case NONE -> Arrays.fill(y, 0);
            case RICE -> readRice(in, in.atMost(Long.SIZE - 1), y);
            case PLAIN -> readPlain(in, in.atMost(Long.SIZE), y);
            case SPARSE -> readSparse(in, y);
            case ZSTD -> readSqueezed(in, y);
        }
    }

    private static void readRice(In in, int low, long[] y) {
        in.beginBits();
        for (var i = 1; i < y.length; i++) {
            y[i] = rice(in, low);
        }
        in.endBits();
    }

    private static long rice(In in, int low) {
        var ahead = in.ahead();
        var high = Long.numberOfLeadingZeros(~ahead);
        if (high >= NumbersWriter.ESCAPE) {
            in.pass(NumbersWriter.ESCAPE);
            return in.bits(1 + (int) in.bits(6));
        }
        if (low <= NumbersWriter.AT_ONCE) {
            in.pass(high + 1 + low);
            return (long) high << low | ahead << (high + 1) >>> 1 >>> (63 - low);
        }
        in.pass(high + 1);
        return (long) high << low | in.bits(low);
    }

    private static void readPlain(In in, int width, long[] y) {
        var least = in.signed();
        in.beginBits();
        for (var i = 1; i < y.length; i++) {
            y[i] = least + in.bits(width);
        }
        in.endBits();
    }

    private static void readSparse(In in, long[] y) {
        var some = in.atMost(y.length - 1);
        var lowOfGap = in.atMost(Long.SIZE - 1);
        var low = in.atMost(Long.SIZE - 1);
        in.beginBits();
        var at = 0;
        for (var i = 0; i < some; i++) {
            var gap = rice(in, lowOfGap);
            if (gap < 0 || gap >= y.length - 1 - at) {
                throw new DamagedException("a change behind the last row");
            }
            at += 1 + (int) gap;
            y[at] = rice(in, low) + 1;
        }
        in.endBits();
    }

    private static void readSqueezed(In in, long[] y) {
        var length = in.atMost(10 * y.length);
        var varints = Squeezing.undo(in.bytes(in.atMost(in.left())), length);
        var unpacked = new In(varints, 0, varints.length);
        for (var i = 1; i < y.length; i++) {
            y[i] = unpacked.varint();
        }
    }

    private static void unfold(long[] y) {
        for (var i = 1; i < y.length; i++) {
            y[i] = Form.unzigzag(y[i]);
        }
    }
}
