package io.pulsefleet.hub;

import java.util.UUID;

/**
 * Something is stored that pages show. It says of what, and not what: whoever looks at it asks, with the rights that they
 * have.
 *
 * @param agent of whose; null where it is of all of them, or of the hub
 */
public record News(About about, UUID agent) {

    /** What pages are about. */
    public enum About {
        /** Which agents there are, and whether they are connected. */
        FLEET,
        /** A host: a heartbeat, or what its agent sent. */
        HOST,
        /** That runs of jobs began or ended. */
        JOBS,
        /** What an agent says of its commands. */
        COMMANDS,
        /** The state of monitors. */
        UPTIME
    }

    /** Of no agent. */
    public static News of(About about) {
        return new News(about, null);
    }
}
