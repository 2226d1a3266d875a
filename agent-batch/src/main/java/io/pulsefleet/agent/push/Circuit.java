package io.pulsefleet.agent.push;

import io.pulsefleet.agent.hub.Backoff;
import java.time.Duration;

/**
 * Whether a receiver is asked at all (PG-09). What is read meanwhile waits on the disk.
 *
 * <pre>
 * CLOSED     --fails so often in a row--> OPEN (longer each time)
 * OPEN       --time is up---------------> HALF OPEN: one letter is tried
 * HALF OPEN  --it is taken--> CLOSED      --it fails--> OPEN
 * CLOSED     --so many letters were taken in a row--> a short rest, so that a backlog is no flood
 * </pre>
 *
 * @param failures in a row
 * @param taken in a row, since the last rest
 */
record Circuit(int failures, int taken) {

    static final Circuit CLOSED = new Circuit(0, 0);

    /** Up to so many are sent without a rest. */
    static final int MOST_IN_A_CYCLE = 50;

    static final Duration REST = Duration.ofSeconds(1);
    private static final int TOLERATED = 2;
    private static final Duration SOON = Duration.ofMillis(200);

    enum State {
        CLOSED,
        OPEN
    }

    State state() {
        return failures > TOLERATED ? State.OPEN : State.CLOSED;
    }

    Circuit afterSuccess() {
        return new Circuit(0, taken % MOST_IN_A_CYCLE + 1);
    }

    Circuit afterFailure() {
        return new Circuit(failures + 1, 0);
    }

    /** Before the next letter. */
    Duration pause(double random) {
        if (failures == 0) {
            return taken == MOST_IN_A_CYCLE ? REST : Duration.ZERO;
        }
        return failures <= TOLERATED ? SOON : new Backoff(Math.min(failures - TOLERATED, 30)).pause(0.5 + random / 2);
    }
}
