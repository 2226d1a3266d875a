package io.pulsefleet.e2e.fleet;

/**
 * The numbers that one host shows, visit by visit: constants, counters that grow with the time of the day, gauges that
 * wander. The same seed gives the same numbers on any machine, so that what was stored can be compared to the bit.
 *
 * <p>A visit follows from the one before. Going on costs some nanoseconds a number, going back begins at visit 0 again.
 */
public final class Values {

    private static final int VISITS_A_DAY = 8_640; // at 10 s
    private static final long VISIT_STEP = 0x9e3779b97f4a7c15L;
    private static final long POSITION_STEP = 0xd1342543de82ef95L;

    private final long seed;
    private final double[] size;
    private final double[] now;
    private final Kind[] kinds;
    private long visit = -1;

    public Values(long seed, int positions) {
        this.seed = mix(seed);
        this.size = new double[positions];
        this.now = new double[positions];
        this.kinds = new Kind[positions];
        for (int i = 0; i < positions; i++) {
            kinds[i] = Kind.of(i);
            size[i] = StrictMath.rint(StrictMath.pow(10, 1 + 8 * unit(mix(this.seed - (i + 1) * POSITION_STEP))));
        }
        begin();
    }

    /** What stands there at that visit, counted from 0. The array is ours and changes with the next call. */
    public double[] at(long wanted) {
        if (wanted < visit) {
            begin();
        }
        while (visit < wanted) {
            goOn();
        }
        return now;
    }

    long visit() {
        return visit;
    }

    private void begin() {
        visit = -1;
        for (int i = 0; i < now.length; i++) {
            now[i] = switch (kinds[i]) {
                case CONSTANT, RARE_GAUGE -> size[i];
                case BUSY_COUNTER -> StrictMath.rint(size[i] * 1e3 * unit(mix(seed + i)));
                case WHOLE_GAUGE -> StrictMath.rint(size[i] / 2);
                case CENT_GAUGE -> 50;
                case FULL_DOUBLE -> 0.5;
                case SLOW_COUNTER -> 0;
            };
        }
        goOn();
    }

    private void goOn() {
        visit++;
        var load = 1 + 0.6 * StrictMath.sin(2 * Math.PI * (visit % VISITS_A_DAY) / VISITS_A_DAY);
        var random = seed + visit * VISIT_STEP;
        for (int i = 0; i < now.length; i++) {
            now[i] = next(i, mix(random + i * POSITION_STEP), load);
        }
    }

    private double next(int i, long random, double load) {
        var before = now[i];
        return switch (kinds[i]) {
            case CONSTANT -> before;
            case BUSY_COUNTER -> {
                var expected = size[i] * load;
                yield before + Math.max(0, StrictMath.rint(expected + Math.sqrt(expected) * bell(random)));
            }
            case WHOLE_GAUGE -> within(0, size[i], StrictMath.rint(before + Math.max(1, size[i] / 200) * bell(random)));
            case CENT_GAUGE ->
                within(0, 100, StrictMath.rint((before + 0.05 * (50 - before) + 1.5 * bell(random)) * 100) / 100);
            case FULL_DOUBLE -> 0.9 * before + 0.1 * unit(random);
            case SLOW_COUNTER -> unit(random) < 0.02 ? before + 1 : before;
            case RARE_GAUGE -> unit(random) < 0.005 ? StrictMath.rint(size[i] * unit(mix(random))) : before;
        };
    }

    private static double within(double least, double most, double value) {
        return Math.min(most, Math.max(least, value));
    }

    private static double unit(long random) {
        return (random >>> 11) * 0x1p-53;
    }

    /** Nearly normal with deviation 1: the sum of four even ones. */
    private static double bell(long random) {
        var sum = (random & 0xffff) + ((random >>> 16) & 0xffff) + ((random >>> 32) & 0xffff) + (random >>> 48);
        return (sum - 2 * 65_535) * (1.7320508075688772 / 65_536);
    }

    private static long mix(long value) {
        var mixed = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
        return mixed ^ (mixed >>> 31);
    }
}
