package io.pulsefleet.store.pack;

import static java.lang.Double.doubleToRawLongBits;

/** Writes one column in the form that takes the fewest bytes. What it needs for that is kept from column to column. */
final class ColumnWriter implements AutoCloseable {

    /** One value in so many may be unlike the others and be kept apart. */
    private static final int ODD_SHARE = 16;

    private final NumbersWriter writer = new NumbersWriter();
    private final Fractions fractions = new Fractions();
    private final int rows;
    private final double[] present;
    private final long[] numbers;
    private final long[] others;
    private final long[] oddRows;
    private final long[] oddBits;
    private final long[] runs;
    private int odd;

    ColumnWriter(int rows) {
        this.rows = rows;
        present = new double[rows];
        numbers = new long[rows];
        others = new long[rows];
        oddRows = new long[rows];
        oddBits = new long[rows];
        runs = new long[rows + 1];
    }

    @Override
    public void close() {
        writer.close();
    }

    void writeTimes(long[] at, Out out) {
        if (rows > 0) {
            out.octet(Form.first(Form.WHOLE));
            writer.write(at, rows, out);
        }
    }

    void write(double[] column, Out out) {
        if (rows == 0) {
            return;
        }
        if (isConstant(column)) {
            writeConstant(column[0], out);
            return;
        }
        var runCount = leaveOutMissing(column);
        var n = rows;
        for (var run = 1; run < runCount; run += 2) {
            n -= (int) runs[run];
        }
        odd = 0;
        var places = places(n);
        if (places >= 0) {
            out.octet(Form.first((places == 0 ? Form.WHOLE : Form.DECIMAL) | gaps(runCount)));
            if (places > 0) {
                out.octet(places);
            }
            writeGaps(runCount, out);
            writer.write(numbers, n, out);
            return;
        }
        odd = 0;
        var start = out.size();
        writeBits(runCount, n, out);
        if (fractions.areLikely(present, n)) {
            replaceByFractions(runCount, n, start, out);
        }
    }

    private static boolean isConstant(double[] column) {
        var first = doubleToRawLongBits(column[0]);
        for (var value : column) {
            if (doubleToRawLongBits(value) != first) {
                return false;
            }
        }
        return true;
    }

    private void writeConstant(double value, Out out) {
        var bits = doubleToRawLongBits(value);
        if (bits == Form.MISSING_BITS) {
            out.octet(Form.first(Form.ALL_MISSING));
            return;
        }
        for (var places = 0; places <= Form.MOST_PLACES; places++) {
            var number = number(value, places);
            if (isExactly(number, places, bits) && Math.abs(number) < 1L << 48) {
                out.octet(Form.first(places == 0 ? Form.CONSTANT_WHOLE : Form.CONSTANT_DECIMAL));
                if (places > 0) {
                    out.octet(places);
                }
                out.signed(number);
                return;
            }
        }
        out.octet(Form.first(Form.CONSTANT_BITS));
        out.eight(bits);
    }

    /** How many runs there are: of values, of missing ones, of values, and so on; 0 if none is missing. */
    private int leaveOutMissing(double[] column) {
        var n = 0;
        var run = 0;
        var count = 0;
        var inGap = false;
        for (var value : column) {
            var missing = doubleToRawLongBits(value) == Form.MISSING_BITS;
            if (missing != inGap) {
                runs[count++] = run;
                run = 0;
                inGap = missing;
            }
            run++;
            if (!missing) {
                present[n++] = value;
            }
        }
        if (count > 0) {
            runs[count++] = run;
        }
        return count;
    }

    /**
     * How many decimal places tell the values exactly, -1 if no number of places does. Leaves them in {@link #numbers},
     * and in {@link #oddRows} the few that do not suit.
     */
    private int places(int n) {
        var places = 0;
        var unlike = 0;
        for (var i = 0; i < n; i++) {
            if (!suits(present[i], places)) {
                var more = places + 1;
                while (more <= Form.MOST_PLACES && !suits(present[i], more)) {
                    more++;
                }
                if (more <= Form.MOST_PLACES) {
                    places = more;
                } else if (++unlike > n / ODD_SHARE) {
                    return -1;
                }
            }
        }
        for (var i = 0; i < n; i++) {
            var number = number(present[i], places);
            var bits = doubleToRawLongBits(present[i]);
            if (isExactly(number, places, bits)) {
                numbers[i] = number;
            } else {
                oddRows[odd] = i;
                oddBits[odd++] = bits;
                numbers[i] = i == 0 ? 0 : numbers[i - 1];
                if (odd > n / ODD_SHARE) {
                    return -1;
                }
            }
        }
        return places;
    }

    private static boolean suits(double value, int places) {
        return isExactly(number(value, places), places, doubleToRawLongBits(value));
    }

    private static long number(double value, int places) {
        return places == 0 ? (long) value : (long) Math.rint(value * Form.ten(places));
    }

    private static boolean isExactly(long number, int places, long bits) {
        return doubleToRawLongBits(places == 0 ? number : number / Form.ten(places)) == bits;
    }

    private int gaps(int runCount) {
        return runCount > 0 || odd > 0 ? Form.WITH_GAPS : 0;
    }

    private void writeGaps(int runCount, Out out) {
        if (gaps(runCount) == 0) {
            return;
        }
        out.varint(runCount);
        writer.write(runs, runCount, out);
        out.varint(odd);
        writer.write(oddRows, odd, out);
        writer.write(oddBits, odd, out);
    }

    private void writeBits(int runCount, int n, Out out) {
        out.octet(Form.first(Form.BITS | gaps(runCount)));
        writeGaps(runCount, out);
        for (var i = 0; i < n; i++) {
            numbers[i] = Form.ordered(doubleToRawLongBits(present[i]));
        }
        writer.write(numbers, n, out);
    }

    private void replaceByFractions(int runCount, int n, int start, Out out) {
        if (!fractions.find(present, n, numbers, others)) {
            return;
        }
        var end = out.size();
        out.octet(Form.first(Form.FRACTION | gaps(runCount)));
        writeGaps(runCount, out);
        writer.write(others, n, out);
        writer.write(numbers, n, out);
        var length = out.size() - end;
        if (length < end - start) {
            System.arraycopy(out.array(), end, out.array(), start, length);
            out.cutTo(start + length);
        } else {
            out.cutTo(end);
        }
    }
}
