package io.pulsefleet.agent.command;

import io.pulsefleet.wire.RawJson;
import io.pulsefleet.wire.channel.CommandInfo;
import io.pulsefleet.wire.channel.CommandInfo.Parameter;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.LinkedHashMap;

/** {@code agent.config.apply}: sets lines in the YAML file of this agent. */
@Dependent
final class ConfigApply implements RemoteCommand {

    @Inject
    OwnSettings settings;

    @Override
    public CommandInfo info() {
        return CommandInfo.changing(
                "agent.config.apply",
                "Sets lines of the agent's agent.yaml, all or none; what is wrong is named and nothing is changed. The answer"
                        + " says what is in force at once and what waits for a restart.",
                "admin",
                Parameter.map(
                                "settings",
                                "Settings and their values, as PULSE_DOCKER_EVERY: 30s. A value of null takes the line away.")
                        .matching("[A-Z][A-Z0-9_]{1,99}")
                        .hidden(),
                Parameter.flag("dryRun", "Only say what it would come to."));
    }

    @Override
    public RawJson run(Call call) throws IOException {
        var wanted = new LinkedHashMap<String, String>();
        call.map("settings")
                .properties()
                .forEach(entry -> wanted.put(
                        entry.getKey(),
                        entry.getValue().isNull() ? null : entry.getValue().textValue()));
        return RawJson.of(settings.apply(wanted, call.flag("dryRun")));
    }
}
