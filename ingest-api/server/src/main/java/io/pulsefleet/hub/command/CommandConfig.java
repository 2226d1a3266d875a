package io.pulsefleet.hub.command;

import io.pulsefleet.hub.http.HttpConfig;
import io.pulsefleet.settings.Setting;
import java.time.Duration;

/** What the hub holds of channels and commands. */
public final class CommandConfig {

    public static final Setting<Integer> MOST_CHANNELS = Setting.number(
            "pulse.channels.most",
            "10000",
            "How many agents' channels a hub holds at once; more are asked to try again.");

    public static final Setting<Duration> KEEP =
            Setting.duration("pulse.commands.keep", "90d", "How long a command and what came of it are kept.");

    private CommandConfig() {}

    static int mostChannels() {
        return HttpConfig.settings().get(MOST_CHANNELS);
    }

    static Duration keep() {
        return HttpConfig.settings().get(KEEP);
    }
}
