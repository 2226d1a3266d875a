package io.pulsefleet.agent.command;

import io.pulsefleet.agent.jobs.NoSuchJobException;
import io.pulsefleet.agent.jobs.NotNowException;
import io.pulsefleet.wire.JobRun;
import io.pulsefleet.wire.RawJson;
import java.util.function.Supplier;

/** What comes of steering a job: its run, or why not. */
final class Steering {

    private Steering() {}

    static RawJson of(Supplier<JobRun> steer) {
        try {
            return RawJson.of(steer.get());
        } catch (NoSuchJobException | NotNowException why) {
            throw new RefusedException(why);
        }
    }
}
