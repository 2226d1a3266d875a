package io.pulsefleet.agent.command;

import io.pulsefleet.agent.schedule.Shifts;
import io.pulsefleet.wire.RawJson;
import io.pulsefleet.wire.channel.CommandInfo;
import io.pulsefleet.wire.channel.CommandInfo.Parameter;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;

/** {@code job.restart}. */
@Dependent
final class JobRestart implements RemoteCommand {

    @Inject
    Shifts shifts;

    @Override
    public CommandInfo info() {
        return CommandInfo.changing(
                "job.restart",
                "Goes on with a run of a job that was stopped or failed.",
                "operator",
                Parameter.text("job", "As job.list names it.").mustBeGiven());
    }

    @Override
    public RawJson run(Call call) {
        return Steering.of(() -> shifts.restart(call.text("job").orElseThrow()));
    }
}
