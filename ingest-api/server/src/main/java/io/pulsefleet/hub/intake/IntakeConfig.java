package io.pulsefleet.hub.intake;

import io.pulsefleet.settings.Setting;
import java.time.Duration;

/** What is taken from agents. */
final class IntakeConfig {

    static final Setting<Duration> FUTURE = Setting.duration(
            "pulse.intake.future",
            "1h",
            "Frames that are further in the future, by the hub's clock, are left out, counted, and told to the agent.");
    static final Setting<Duration> PAST = Setting.duration(
            "pulse.intake.past", "400d", "Frames that are older are left out, counted, and told to the agent.");
    static final Setting<Integer> SETS = Setting.number(
            "pulse.intake.sets",
            "20000",
            "The most metric sets that one agent may begin to use in 30 days; each holds the names of the positions of its frames.");

    private IntakeConfig() {}
}
