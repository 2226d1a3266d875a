package io.pulsefleet.wire;

import java.time.Instant;

/** One number, read at one moment. */
public record Reading(Position position, double value, Instant at) {

    /** As people read it: {@code system.cpu.logical.count 8.0}. */
    @Override
    public String toString() {
        return position + " " + value;
    }
}
