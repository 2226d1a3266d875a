package io.pulsefleet.agent.command;

import io.pulsefleet.wire.RawJson;
import io.pulsefleet.wire.channel.CommandInfo;
import io.pulsefleet.wire.channel.CommandInfo.Parameter;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.util.List;

/** {@code agent.config.show}: the settings of this agent. */
@Dependent
final class ConfigShow implements RemoteCommand {

    @Inject
    OwnSettings settings;

    /** What is answered. */
    record Settings(List<OwnSettings.Shown> settings) {}

    @Override
    public CommandInfo info() {
        return CommandInfo.looking(
                "agent.config.show",
                "The agent's settings that are given, by whom, and whether a change of each is in force at once. What is"
                        + " secret is masked.",
                "operator",
                Parameter.flag("all", "Also those that are as by default."));
    }

    @Override
    public RawJson run(Call call) {
        return RawJson.of(new Settings(settings.show(call.flag("all"))));
    }
}
