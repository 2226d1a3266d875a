package io.pulsefleet.agent.command;

import io.pulsefleet.agent.schedule.Shifts;
import io.pulsefleet.wire.RawJson;
import io.pulsefleet.wire.channel.CommandInfo;
import io.pulsefleet.wire.channel.CommandInfo.Parameter;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;

/** {@code job.abandon}. */
@Dependent
final class JobAbandon implements RemoteCommand {

    @Inject
    Shifts shifts;

    @Override
    public CommandInfo info() {
        return CommandInfo.changing(
                "job.abandon",
                "Gives up a run of a job that was stopped or failed: it can be started anew, and not go on.",
                "operator",
                Parameter.text("job", "As job.list names it.").mustBeGiven());
    }

    @Override
    public RawJson run(Call call) {
        return Steering.of(() -> shifts.abandon(call.text("job").orElseThrow()));
    }
}
