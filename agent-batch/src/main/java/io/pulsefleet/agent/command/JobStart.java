package io.pulsefleet.agent.command;

import io.pulsefleet.agent.schedule.Shifts;
import io.pulsefleet.wire.RawJson;
import io.pulsefleet.wire.channel.CommandInfo;
import io.pulsefleet.wire.channel.CommandInfo.Parameter;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;

/** {@code job.start}. */
@Dependent
final class JobStart implements RemoteCommand {

    @Inject
    Shifts shifts;

    @Override
    public CommandInfo info() {
        return CommandInfo.changing(
                "job.start",
                "Starts a job that does not run.",
                "operator",
                Parameter.text("job", "As job.list names it.").mustBeGiven());
    }

    @Override
    public RawJson run(Call call) {
        return Steering.of(() -> shifts.start(call.text("job").orElseThrow()));
    }
}
