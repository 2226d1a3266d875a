package io.pulsefleet.agent.collect.postgres;

import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/** What one statement has cost since it was first seen, or a difference of two such. Many thousands of them are held. */
final class Totals {

    /** In the order of the columns that bear their names. */
    enum Cost {
        CALLS,
        TOTAL_EXEC_TIME,
        TOTAL_PLAN_TIME,
        ROWS,
        SHARED_BLKS_HIT,
        SHARED_BLKS_READ,
        SHARED_BLKS_DIRTIED,
        SHARED_BLKS_WRITTEN,
        TEMP_BLKS_READ,
        TEMP_BLKS_WRITTEN,
        BLK_READ_TIME,
        BLK_WRITE_TIME,
        WAL_BYTES
    }

    private static final int COUNT = Cost.values().length;

    /** Most statements were not executed since the look before. */
    private static final Optional<Totals> NOTHING = Optional.of(new Totals(null, new double[COUNT]));

    private final Instant since;
    private final double[] costs;

    /** @param costs NaN for what the server does not tell */
    private Totals(Instant since, double[] costs) {
        this.since = since;
        this.costs = costs;
    }

    /** @param since when it was first seen; empty where the server does not tell */
    static Totals of(Optional<Instant> since, double... costs) {
        return new Totals(since.orElse(null), costs.length == COUNT ? costs : Arrays.copyOf(costs, COUNT));
    }

    Optional<Instant> since() {
        return Optional.ofNullable(since);
    }

    @SuppressWarnings("EnumOrdinal") // a map for each of many thousands would take several times the memory
    double get(Cost cost) {
        return costs[cost.ordinal()];
    }

    /** Empty when something would be less than nothing: this is then no later state of that. */
    Optional<Totals> minus(Totals before) {
        if (Arrays.equals(costs, before.costs)) {
            return NOTHING;
        }
        var difference = new double[COUNT];
        for (int i = 0; i < COUNT; i++) {
            difference[i] = costs[i] - before.costs[i];
            if (difference[i] < 0) {
                return Optional.empty();
            }
        }
        return Optional.of(new Totals(since, difference));
    }

    Totals plus(Totals other) {
        var sum = new double[COUNT];
        for (int i = 0; i < COUNT; i++) {
            sum[i] = costs[i] + other.costs[i];
        }
        return new Totals(null, sum);
    }

    boolean isNothing() {
        for (var cost : costs) {
            if (cost > 0) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return "calls " + get(Cost.CALLS) + ", ms " + get(Cost.TOTAL_EXEC_TIME);
    }
}
