package io.pulsefleet.agent.command;

import io.pulsefleet.agent.schedule.Shift;
import io.pulsefleet.agent.schedule.Shifts;
import io.pulsefleet.wire.RawJson;
import io.pulsefleet.wire.channel.CommandInfo;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.util.List;

/** {@code job.list}: the jobs of this agent, and how each is. */
@Dependent
final class JobList implements RemoteCommand {

    @Inject
    Shifts shifts;

    /** What is answered. */
    record Jobs(List<Job> jobs) {}

    /** A job without its runs. */
    record Job(String name, String about, String every, boolean enabled, String state) {

        static Job of(Shift shift) {
            return new Job(
                    shift.name(),
                    shift.about(),
                    shift.every() == null ? null : shift.every().toString(),
                    shift.enabled(),
                    shift.state());
        }
    }

    @Override
    public CommandInfo info() {
        return CommandInfo.looking("job.list", "Which jobs the agent has, and how each is.", "viewer");
    }

    @Override
    public RawJson run(Call call) {
        return RawJson.of(new Jobs(shifts.list().stream().map(Job::of).toList()));
    }
}
