package io.pulsefleet.agent.command;

import io.pulsefleet.agent.schedule.Shift;
import io.pulsefleet.agent.schedule.Shifts;
import io.pulsefleet.wire.JobRun;
import io.pulsefleet.wire.RawJson;
import io.pulsefleet.wire.channel.CommandInfo;
import io.pulsefleet.wire.channel.CommandInfo.Parameter;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.util.List;

/** {@code job.history}: the newest runs of a job since the agent started. */
@Dependent
final class JobHistory implements RemoteCommand {

    @Inject
    Shifts shifts;

    /** What is answered; the newest first. */
    record History(String job, List<JobRun> runs) {}

    @Override
    public CommandInfo info() {
        return CommandInfo.looking(
                "job.history",
                "The newest runs of a job since the agent started, 20 at most.",
                "viewer",
                Parameter.text("job", "As job.list names it.").mustBeGiven());
    }

    @Override
    public RawJson run(Call call) {
        var name = call.text("job").orElseThrow();
        return RawJson.of(shifts.list().stream()
                .filter(shift -> shift.name().equals(name))
                .findFirst()
                .map(shift -> new History(shift.name(), shift.runs()))
                .orElseThrow(() -> new RefusedException("there is no job " + name + "; there are "
                        + shifts.list().stream().map(Shift::name).toList())));
    }
}
