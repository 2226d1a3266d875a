package io.pulsefleet.store.pack;

import java.util.Arrays;

/** Reads what {@link ColumnWriter} wrote. */
final class ColumnReader {

    private ColumnReader() {}

    static double[] read(In in, int rows) {
        if (rows == 0) {
            return new double[0];
        }
        var form = Form.of(in.octet());
        var column = new double[rows];
        switch (form) {
            case Form.CONSTANT_BITS -> Arrays.fill(column, Double.longBitsToDouble(in.eight()));
            case Form.CONSTANT_WHOLE -> Arrays.fill(column, (double) in.signed());
            case Form.CONSTANT_DECIMAL -> {
                var ten = Form.ten(in.atMost(Form.MOST_PLACES));
                Arrays.fill(column, in.signed() / ten);
            }
            case Form.ALL_MISSING -> Arrays.fill(column, Slice.MISSING);
            case Form.WHOLE, Form.DECIMAL, Form.FRACTION, Form.BITS -> readValues(form, in, column, rows);
            default -> {
                if (form < Form.WITH_GAPS + Form.WHOLE) {
                    throw new DamagedException("no form " + form);
                }
                readWithGaps(form - Form.WITH_GAPS, in, column);
            }
        }
        return column;
    }

    private static void readWithGaps(int form, In in, double[] column) {
        var ten = form == Form.DECIMAL ? Form.ten(in.atMost(Form.MOST_PLACES)) : 1;
        var runs = NumbersReader.read(in, in.atMost(column.length + 1));
        var n = present(runs, column.length);
        var odd = in.atMost(n);
        var oddRows = NumbersReader.read(in, odd);
        var oddBits = NumbersReader.read(in, odd);
        readNumbers(form, ten, in, column, n);
        for (var i = 0; i < odd; i++) {
            if (oddRows[i] < 0 || oddRows[i] >= n) {
                throw new DamagedException("an odd value in row " + oddRows[i] + " of " + n);
            }
            column[(int) oddRows[i]] = Double.longBitsToDouble(oddBits[i]);
        }
        spread(runs, column, n);
    }

    /** How many values these runs leave; all of them together are all rows. */
    private static int present(long[] runs, int rows) {
        if (runs.length == 0) {
            return rows;
        }
        var left = (long) rows;
        var present = 0L;
        for (var i = 0; i < runs.length; i++) {
            if (runs[i] < 0 || runs[i] > left) {
                throw new DamagedException("a run of " + runs[i] + " in the last " + left + " rows");
            }
            left -= runs[i];
            present += i % 2 == 0 ? runs[i] : 0;
        }
        if (left != 0) {
            throw new DamagedException(left + " rows in no run");
        }
        return (int) present;
    }

    private static void readValues(int form, In in, double[] column, int n) {
        readNumbers(form, form == Form.DECIMAL ? Form.ten(in.atMost(Form.MOST_PLACES)) : 1, in, column, n);
    }

    private static void readNumbers(int form, double ten, In in, double[] column, int n) {
        var first = NumbersReader.read(in, n);
        switch (form) {
            case Form.WHOLE -> {
                for (var i = 0; i < n; i++) {
                    column[i] = first[i];
                }
            }
            case Form.DECIMAL -> {
                for (var i = 0; i < n; i++) {
                    column[i] = first[i] / ten;
                }
            }
            case Form.FRACTION -> {
                var above = NumbersReader.read(in, n);
                for (var i = 0; i < n; i++) {
                    column[i] = (double) above[i] / first[i];
                }
            }
            default -> {
                for (var i = 0; i < n; i++) {
                    column[i] = Double.longBitsToDouble(Form.ordered(first[i]));
                }
            }
        }
    }

    /** From the last row on, so that it can be done in place. */
    private static void spread(long[] runs, double[] column, int n) {
        var from = n;
        var to = column.length;
        for (var i = runs.length - 1; i >= 0; i--) {
            var run = (int) runs[i];
            to -= run;
            if (i % 2 == 0) {
                from -= run;
                System.arraycopy(column, from, column, to, run);
            } else {
                Arrays.fill(column, to, to + run, Slice.MISSING);
            }
        }
    }
}
