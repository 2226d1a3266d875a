package io.pulsefleet.settings.schedule;

/** What becomes of visits that were due while the agent was off. */
public enum Missed {
    /** Nothing: the next visit is the next that is due. */
    SKIP,
    /** However many were missed, one is made as soon as the agent is back. */
    ONCE
}
