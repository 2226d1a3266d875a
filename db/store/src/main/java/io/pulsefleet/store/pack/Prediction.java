package io.pulsefleet.store.pack;

/**
 * What the next number of a row of numbers will be, told from those before it. Only the error is kept. All arithmetic
 * wraps around, so that any number comes back, however wrong the prediction was.
 *
 * <p>The codes are part of the format; the predictions stand in their order. {@code hint} is a number that the writer chose.
 */
enum Prediction {

    /** All are near the hint. */
    LEVEL(0) {
        @Override
        void errors(long[] y, int n, long hint, long[] errors) {
            for (var i = 1; i < n; i++) {
                errors[i] = y[i] - hint;
            }
        }

        @Override
        void undo(long[] y, int n, long hint) {
            for (var i = 1; i < n; i++) {
                y[i] += hint;
            }
        }
    },
    /** All are near a straight line through the first; the hint is its slope, in parts of 65536. */
    LINE(1) {
        @Override
        void errors(long[] y, int n, long hint, long[] errors) {
            for (var i = 1; i < n; i++) {
                errors[i] = y[i] - ((i * hint) >> 16);
            }
        }

        @Override
        void undo(long[] y, int n, long hint) {
            for (var i = 1; i < n; i++) {
                y[i] += (i * hint) >> 16;
            }
        }
    },
    /** As the one before. */
    SAME(2) {
        @Override
        void errors(long[] y, int n, long hint, long[] errors) {
            for (var i = 1; i < n; i++) {
                errors[i] = y[i] - y[i - 1];
            }
        }

        @Override
        void undo(long[] y, int n, long hint) {
            var last = 0L;
            for (var i = 1; i < n; i++) {
                last += y[i];
                y[i] = last;
            }
        }
    },
    /** As the average of the last four or so. */
    EASED(3) {
        @Override
        void errors(long[] y, int n, long hint, long[] errors) {
            averaged(y, n, 2, errors);
        }

        @Override
        void undo(long[] y, int n, long hint) {
            undoAveraged(y, n, 2);
        }
    },
    /** As the average of the last sixteen or so. */
    SMOOTH(4) {
        @Override
        void errors(long[] y, int n, long hint, long[] errors) {
            averaged(y, n, 4, errors);
        }

        @Override
        void undo(long[] y, int n, long hint) {
            undoAveraged(y, n, 4);
        }
    },
    /** It rises by the hint each time. */
    STEADY(5) {
        @Override
        void errors(long[] y, int n, long hint, long[] errors) {
            for (var i = 1; i < n; i++) {
                errors[i] = y[i] - y[i - 1] - hint;
            }
        }

        @Override
        void undo(long[] y, int n, long hint) {
            var last = 0L;
            for (var i = 1; i < n; i++) {
                last += y[i] + hint;
                y[i] = last;
            }
        }
    },
    /** It rises by as much as it did on the average of the last sixteen times or so; by the hint at first. */
    DRIFTING(6) {
        @Override
        void errors(long[] y, int n, long hint, long[] errors) {
            var rise = hint << POINT;
            for (var i = 1; i < n; i++) {
                var step = y[i] - y[i - 1];
                errors[i] = step - ((rise + HALF) >> POINT);
                rise += ((step << POINT) - rise) >> 4;
            }
        }

        @Override
        void undo(long[] y, int n, long hint) {
            var rise = hint << POINT;
            var last = 0L;
            for (var i = 1; i < n; i++) {
                var step = y[i] + ((rise + HALF) >> POINT);
                rise += ((step << POINT) - rise) >> 4;
                last += step;
                y[i] = last;
            }
        }
    },
    /** It rises by as much as last time; by the hint at first. */
    ONWARD(7) {
        @Override
        void errors(long[] y, int n, long hint, long[] errors) {
            var rise = hint;
            for (var i = 1; i < n; i++) {
                var step = y[i] - y[i - 1];
                errors[i] = step - rise;
                rise = step;
            }
        }

        @Override
        void undo(long[] y, int n, long hint) {
            var rise = hint;
            var last = 0L;
            for (var i = 1; i < n; i++) {
                rise += y[i];
                last += rise;
                y[i] = last;
            }
        }
    },
    /**
     * Its rise itself rises or falls by and by, as the load of a day does: rise and its change are both learnt, quickly at
     * first; the first rise is the hint.
     */
    TREND(8) {
        @Override
        void errors(long[] y, int n, long hint, long[] errors) {
            var trend = new Trend(hint);
            for (var i = 1; i < n; i++) {
                var step = y[i] - y[i - 1];
                errors[i] = step - trend.next();
                trend.learn(step, i);
            }
        }

        @Override
        void undo(long[] y, int n, long hint) {
            var trend = new Trend(hint);
            var last = 0L;
            for (var i = 1; i < n; i++) {
                var step = y[i] + trend.next();
                trend.learn(step, i);
                last += step;
                y[i] = last;
            }
        }
    };

    /** Averages are kept with so many bits behind the point: without them they would stick beside small numbers. */
    private static final int POINT = 6;

    private static final long HALF = 1L << (POINT - 1);

    private static final Prediction[] ALL = values();

    final int code;

    Prediction(int code) {
        this.code = code;
    }

    static Prediction of(int code) {
        if (code >= ALL.length) {
            throw new DamagedException("no prediction " + code);
        }
        return ALL[code];
    }

    /** @param y begins with 0, and the first error is not asked for */
    abstract void errors(long[] y, int n, long hint, long[] errors);

    /** @param y begins with 0; then errors, which become the numbers */
    abstract void undo(long[] y, int n, long hint);

    boolean takesHint() {
        return this != SAME && this != EASED && this != SMOOTH;
    }

    private static void averaged(long[] y, int n, int shift, long[] errors) {
        var average = 0L;
        for (var i = 1; i < n; i++) {
            errors[i] = y[i] - ((average + HALF) >> POINT);
            average += ((y[i] << POINT) - average) >> shift;
        }
    }

    private static void undoAveraged(long[] y, int n, int shift) {
        var average = 0L;
        for (var i = 1; i < n; i++) {
            y[i] += (average + HALF) >> POINT;
            average += ((y[i] << POINT) - average) >> shift;
        }
    }

    /** Holt's double exponential smoothing, in whole numbers: sixteen bits behind the point, gains by shifts. */
    private static final class Trend {

        private static final int POINT = 16;

        private long expected;
        private long change;

        Trend(long first) {
            expected = first << POINT;
        }

        long next() {
            return (expected + (1L << (POINT - 1))) >> POINT;
        }

        void learn(long step, int i) {
            var error = (step << POINT) - expected;
            var gain = i < 12 ? 1 : i < 32 ? 2 : 3;
            change += error >> (2 * gain + 1);
            expected += (error >> gain) + change;
        }
    }
}
