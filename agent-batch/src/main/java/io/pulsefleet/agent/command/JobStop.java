package io.pulsefleet.agent.command;

import io.pulsefleet.agent.schedule.Shifts;
import io.pulsefleet.wire.RawJson;
import io.pulsefleet.wire.channel.CommandInfo;
import io.pulsefleet.wire.channel.CommandInfo.Parameter;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;

/** {@code job.stop}. */
@Dependent
final class JobStop implements RemoteCommand {

    @Inject
    Shifts shifts;

    @Override
    public CommandInfo info() {
        return CommandInfo.changing(
                "job.stop",
                "Stops a job: its visit that is under way comes to its end, and no more begin until somebody starts it.",
                "operator",
                Parameter.text("job", "As job.list names it.").mustBeGiven());
    }

    @Override
    public RawJson run(Call call) {
        return Steering.of(() -> shifts.stop(call.text("job").orElseThrow()));
    }
}
