package io.pulsefleet.wire;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/**
 * What an agent is to do. The agent keeps the newest on disk and follows it while the hub is away.
 *
 * @param databases those that it is to watch beside those of its own settings; null: nothing is said of them, and those
 *     that it has stay
 */
public record Plan(List<PlannedJob> jobs, List<PlannedDatabase> databases) {

    public Plan {
        jobs = Required.list("jobs", jobs);
        databases = databases == null ? null : Required.list("databases", databases);
        if (databases != null && databases.size() > PlannedDatabase.MOST) {
            throw new IllegalArgumentException("databases: are more than " + PlannedDatabase.MOST);
        }
    }

    /** One that says nothing of databases. */
    public Plan(List<PlannedJob> jobs) {
        this(jobs, null);
    }

    /** With what the hub could not say taken from the plan before. */
    public Plan goingOnFrom(Plan before) {
        if (databases == null) {
            return new Plan(jobs, before.databases);
        }
        return new Plan(
                jobs,
                databases.stream()
                        .map(database -> database.passwordUnknown()
                                ? database.withPassword(passwordIn(before, database.id()))
                                : database)
                        .toList());
    }

    private static String passwordIn(Plan before, UUID id) {
        return before.databases == null
                ? null
                : before.databases.stream()
                        .filter(database -> database.id().equals(id))
                        .map(database -> database.address().password())
                        .filter(Objects::nonNull)
                        .findFirst()
                        .orElse(null);
    }

    /** As it may be shown. */
    public Plan withoutSecrets() {
        return databases == null
                ? this
                : new Plan(
                        jobs,
                        databases.stream()
                                .map(database -> database.withPassword(null))
                                .toList());
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
