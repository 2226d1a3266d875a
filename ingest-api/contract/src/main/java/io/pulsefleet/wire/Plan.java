package io.pulsefleet.wire;

import java.time.Duration;
import java.util.List;

/** What an agent is to do. The agent keeps the newest on disk and follows it while the hub is away. */
public record Plan(List<PlannedJob> jobs) {

    public Plan {
        jobs = Required.list("jobs", jobs);
    }

    /**
     * @param name of the job: {@code system}
     * @param every from one visit to the next
     * @param enabled false: its shift is stopped
     */
    public record PlannedJob(String name, Duration every, boolean enabled) {

        public static final Duration SHORTEST = Duration.ofMillis(100);
        public static final Duration LONGEST = Duration.ofDays(1);

        public PlannedJob {
            Required.text("name", name, 100);
            Required.present("every", every);
            if (every.compareTo(SHORTEST) < 0 || every.compareTo(LONGEST) > 0) {
                throw new IllegalArgumentException("every: must be from 100 ms to 1 day");
            }
        }
    }
}
