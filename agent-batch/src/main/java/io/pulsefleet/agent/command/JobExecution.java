package io.pulsefleet.agent.command;

import io.pulsefleet.agent.jobs.NoSuchJobException;
import io.pulsefleet.agent.schedule.Shifts;
import io.pulsefleet.wire.RawJson;
import io.pulsefleet.wire.channel.CommandInfo;
import io.pulsefleet.wire.channel.CommandInfo.Parameter;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;

/** {@code job.execution}: what a run is like inside at this moment. */
@Dependent
final class JobExecution implements RemoteCommand {

    @Inject
    Shifts shifts;

    @Override
    public CommandInfo info() {
        return CommandInfo.looking(
                "job.execution",
                "One run of a job with its steps and what they counted, as it is now; of the newest 20 since the agent started.",
                "viewer",
                Parameter.text("job", "As job.list names it.").mustBeGiven(),
                Parameter.text("execution", "Its number, as job.history names it.")
                        .matching("[0-9]{1,18}")
                        .mustBeGiven());
    }

    @Override
    public RawJson run(Call call) {
        try {
            return RawJson.of(shifts.inside(
                    call.text("job").orElseThrow(),
                    Long.parseLong(call.text("execution").orElseThrow())));
        } catch (NoSuchJobException none) {
            throw new RefusedException(none);
        }
    }
}
