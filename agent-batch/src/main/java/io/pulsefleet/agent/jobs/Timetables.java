package io.pulsefleet.agent.jobs;

import io.pulsefleet.settings.schedule.Timetable;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The timetable that each collector's job follows now. */
@ApplicationScoped
public class Timetables {

    private final Map<String, Timetable> byJob = new ConcurrentHashMap<>();

    public void follow(String job, Timetable timetable) {
        byJob.put(job, timetable);
    }

    /** Empty of one that visits nobody. */
    Optional<Timetable> of(String job) {
        return Optional.ofNullable(byJob.get(job));
    }

    boolean rests(String job, Instant moment) {
        return of(job).filter(table -> table.rests(moment)).isPresent();
    }
}
