package io.pulsefleet.agent.fleet;

import io.pulsefleet.wire.JobRun;
import java.util.List;

/** The runs that a heartbeat tells of. */
public interface RunningJobs {

    List<JobRun> running();
}
