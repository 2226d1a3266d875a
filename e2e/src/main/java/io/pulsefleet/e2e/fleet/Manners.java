package io.pulsefleet.e2e.fleet;

import java.time.Duration;
import java.util.List;

/**
 * How badly agents and their networks behave. Each share is of the shipments, or of the visits, from 0 to 1.
 *
 * @param repeated acknowledged, and sent once more nevertheless
 * @param answerLost sent whole, and the connection cut before the answer
 * @param cutInside the connection cut inside the body
 * @param outage of the visits: with that one begins an outage of this agent
 * @param longestOutage outages last up to this
 * @param late of the visits: held back and sent with the end of the agent's next outage, or at the very end
 * @param clocksOff how far the agents' clocks are ahead, one after the other
 */
public record Manners(
        double repeated,
        double answerLost,
        double cutInside,
        double outage,
        Duration longestOutage,
        double late,
        List<Duration> clocksOff) {

    /** As agents should be. */
    public static final Manners GOOD = new Manners(0, 0, 0, 0, Duration.ZERO, 0, List.of(Duration.ZERO));

    /** Everything that can go wrong does, some of it for one shipment in twenty. */
    public static final Manners BAD = new Manners(
            0.05,
            0.02,
            0.02,
            0.005,
            Duration.ofSeconds(60),
            0.02,
            List.of(
                    Duration.ZERO,
                    Duration.ZERO,
                    Duration.ofSeconds(-3),
                    Duration.ofMinutes(4),
                    Duration.ZERO,
                    Duration.ofHours(-1),
                    Duration.ofHours(-26)));

    public Manners withLongestOutage(Duration longest) {
        return new Manners(repeated, answerLost, cutInside, outage, longest, late, clocksOff);
    }
}
