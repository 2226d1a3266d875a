package io.pulsefleet.agent.channel;

import io.pulsefleet.settings.Settings;
import java.time.Duration;
import java.util.Optional;

/** When an agent with no settings of its own opens its channel again: for many of them in one process. */
public final class MeasureReconnection {

    private Reconnection now = Reconnection.of(new Settings(name -> Optional.empty()));

    /**
     * @param wasUp for a while, so that it starts over
     * @param random from 0 to 1
     */
    public Duration pause(boolean wasUp, double random) {
        now = wasUp ? now.afterSuccess() : now.afterFailure();
        return now.pause(random).orElseThrow();
    }

    /** Once a heartbeat has come through again. */
    public Duration pauseOnceBack(double random) {
        return now.pauseOnceBack(random);
    }
}
