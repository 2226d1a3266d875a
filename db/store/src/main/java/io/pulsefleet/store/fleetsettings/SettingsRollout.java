package io.pulsefleet.store.fleetsettings;

import java.time.Instant;

/**
 * How a change goes to the agents.
 *
 * @param state {@code running}, {@code halted}, {@code done}, {@code replaced}
 * @param wave the newest that was let go; 0: none yet
 */
public record SettingsRollout(
        long id,
        String layer,
        int version,
        boolean waves,
        int wave,
        String state,
        String detail,
        Instant beganAt,
        String beganBy) {}
