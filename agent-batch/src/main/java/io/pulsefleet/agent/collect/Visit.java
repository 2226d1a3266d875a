package io.pulsefleet.agent.collect;

import java.time.Instant;

/**
 * One call at one target.
 *
 * @param at the moment that all its readings bear
 * @param place where the last visit of this target ended
 */
public record Visit(String target, Instant at, Place place) {

    /** Of a target that is looked at as it is now. */
    public Visit(String target, Instant at) {
        this(target, at, Place.NONE);
    }
}
