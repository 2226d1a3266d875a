package io.pulsefleet.wire.settings;

import io.pulsefleet.wire.Required;
import java.util.List;

/**
 * What an agent makes of the settings that the hub has for it. Told whenever it is another answer than before, and once in
 * each life.
 *
 * @param hash of the document that it was last offered
 * @param detail why it is so; empty where all is well
 * @param waiting settings that wait for a restart
 * @param own settings that the host itself sets, which win over the hub's; names only
 * @param known all settings that this agent has; null where they are those that it told before
 */
public record SettingsReport(
        String hash, State state, String detail, List<String> waiting, List<String> own, List<KnownSetting> known) {

    /** How far it is. */
    public enum State {
        /** In force, and proven. */
        IN_FORCE,
        /** In force, and taken back when the agent does not stay well. */
        ON_TRIAL,
        /** The agent restarts by itself, soon. */
        RESTARTS,
        /** Some of it waits until somebody restarts the agent. */
        RESTART_NEEDED,
        /** It was not taken at all; what was in force before is. */
        REFUSED,
        /** It was taken and did no good; what was in force before is. */
        ROLLED_BACK
    }

    public SettingsReport {
        Required.text("hash", hash, 64);
        Required.present("state", state);
        detail = detail == null ? "" : detail;
        if (detail.length() > 4_000) {
            throw new IllegalArgumentException("detail: must have 4,000 characters at most");
        }
        waiting = Required.list("waiting", waiting, SettingsDocument.MOST);
        own = Required.list("own", own, 5_000);
        known = known == null ? null : Required.list("known", known, 5_000);
    }
}
