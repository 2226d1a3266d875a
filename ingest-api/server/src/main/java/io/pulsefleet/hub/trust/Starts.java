package io.pulsefleet.hub.trust;

/**
 * The starts of an agent that its heartbeats are of. One start follows the other; two that come by turns are of two agents
 * with one certificate.
 *
 * <pre>
 * a a b b c      returns 0: it was started anew
 * a b a          returns 1: a heartbeat of a that was late
 * a b a b        returns 2: both live
 * </pre>
 *
 * @param before the one before {@code now}; empty: none yet
 * @param returns how often in a row the one before came again
 */
record Starts(String before, String now, int returns) {

    private static final int NOT_BY_CHANCE = 2;

    static Starts of(String boot) {
        return new Starts("", boot, 0);
    }

    Starts after(String boot) {
        if (boot.equals(now)) {
            return this;
        }
        return new Starts(now, boot, boot.equals(before) ? returns + 1 : 0);
    }

    boolean areOfTwo() {
        return returns >= NOT_BY_CHANCE;
    }
}
