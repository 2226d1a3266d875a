package io.pulsefleet.wire.settings;

import io.pulsefleet.wire.Required;

/**
 * A setting that an agent of some version has.
 *
 * @param name {@code pulse.docker.every}
 * @param byDefault as it would be written; empty: not set
 * @param kind how a value is written: {@code TEXT}, {@code NUMBER}, {@code DURATION}, {@code SIZE}, {@code PATH}; of any
 *     other word only the agent can tell
 */
public record KnownSetting(String name, String about, String byDefault, String kind, Place place) {

    /** Where it can be set. */
    public enum Place {
        /** From the hub, and it is in force at once. */
        AT_ONCE,
        /** From the hub, and it is in force after the agent's next start. */
        AT_RESTART,
        /** On the host only. */
        HOST,
        /** On the host only: it is secret. */
        SECRET
    }

    public KnownSetting {
        Required.text("name", name, 200);
        about = about == null ? "" : about;
        byDefault = byDefault == null ? "" : byDefault;
        Required.text("kind", kind, 40);
        Required.present("place", place);
    }

    public boolean forTheFleet() {
        return place == Place.AT_ONCE || place == Place.AT_RESTART;
    }
}
