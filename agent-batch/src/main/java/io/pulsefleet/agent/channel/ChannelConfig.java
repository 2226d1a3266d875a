package io.pulsefleet.agent.channel;

import io.pulsefleet.settings.Setting;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/** How the agent keeps its channel to the hub (PU-01). */
public final class ChannelConfig {

    static final Setting<Boolean> ENABLED = new Setting<>(
            "pulse.channel.enabled",
            "true",
            "Whether the agent keeps a WebSocket to the hub, over which commands come at once; `false`: it asks for them with"
                    + " its heartbeats.",
            ChannelConfig::flag);

    static final Setting<Boolean> RECONNECT = new Setting<>(
                    "pulse.reconnect.enabled",
                    "true",
                    "Whether a channel that was lost is opened again; `false`: commands come with the heartbeats then.",
                    ChannelConfig::flag)
            .formerly("RECONNECT_ENABLED");

    static final Setting<Duration> INTERVAL = span(
                    "pulse.reconnect.interval",
                    "5s",
                    "The longest pause before the first attempt to open a lost channel again; it doubles with each attempt. The"
                            + " pause is by chance between nothing and that.")
            .formerly("RECONNECT_INTERVAL");

    static final Setting<Duration> BACKOFF_MAX = span(
                    "pulse.reconnect.backoff.max", "60s", "What that pause grows to at the most.")
            .formerly("RECONNECT_BACKOFF_MAX");

    static final Setting<Integer> MAX_ATTEMPTS = Setting.number(
                    "pulse.reconnect.max.attempts",
                    "0",
                    "After so many attempts in a row the agent gives the channel up until it is started again; `0`: never.")
            .formerly("RECONNECT_MAX_ATTEMPTS");

    public static final List<Setting<?>> ALL = List.of(ENABLED, RECONNECT, INTERVAL, BACKOFF_MAX, MAX_ATTEMPTS);

    private ChannelConfig() {}

    private static Boolean flag(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("neither true nor false: " + text);
        };
    }

    /** A number alone is seconds, as in other agents' settings. */
    private static Setting<Duration> span(String name, String byDefault, String about) {
        Function<String, Duration> read =
                Setting.duration(name, byDefault, about).read();
        return new Setting<>(name, byDefault, about, text -> read.apply(text.matches("\\d+") ? text + "s" : text));
    }
}
