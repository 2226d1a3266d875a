package io.pulsefleet.agent.command;

import io.pulsefleet.agent.status.AgentStatus;
import io.pulsefleet.wire.RawJson;
import io.pulsefleet.wire.channel.CommandInfo;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;

/** {@code agent.status}: how this agent is. */
@Dependent
final class Status implements RemoteCommand {

    @Inject
    AgentStatus status;

    @Override
    public CommandInfo info() {
        return CommandInfo.looking(
                "agent.status",
                "How the agent is: its version, its way to the hub, what waits in its spool, what hinders it, its plan.",
                "viewer");
    }

    @Override
    public RawJson run(Call call) {
        return RawJson.of(status.now());
    }
}
