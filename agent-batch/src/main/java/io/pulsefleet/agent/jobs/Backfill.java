package io.pulsefleet.agent.jobs;

import io.pulsefleet.agent.collect.Collectors;
import io.pulsefleet.agent.collect.Past;
import io.pulsefleet.agent.collect.Visit;
import io.pulsefleet.agent.spool.Spool;
import io.pulsefleet.settings.Setting;
import io.pulsefleet.wire.JobRun;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Properties;

/** Has a span that is past read window by window, as a job of its own. */
@ApplicationScoped
public class Backfill {

    public static final String JOB = "backfill";

    private static final int MOST_WINDOWS = 1_000;
    private static final Setting<Duration> STEP = Setting.duration("step", "", "How long each window is.");

    @Inject
    Collectors collectors;

    @Inject
    Jobs jobs;

    @Inject
    Spool spool;

    /**
     * @param target empty: all that the collector has now, one after the other
     * @param step how long each window is, the last may be shorter; empty: all of it is one
     * @throws NoSuchJobException when there is no such collector
     * @throws NotNowException when it cannot be read, and why; or when another backfill is under way
     */
    public JobRun begin(String collector, Optional<String> target, Past past, Optional<Duration> step) {
        refuse(past, target, step);
        var targets = targets(collector, target);
        if (targets.size() * PastWindows.count(past.from(), past.to(), step) > MOST_WINDOWS) {
            throw new NotNowException("'step' makes more than " + MOST_WINDOWS
                    + " windows; make the span shorter, or the step longer"
                    + (targets.size() > 1 ? ", or choose one target of " + targets.size() : ""));
        }
        for (var one : targets) {
            refuse(collector, one, past);
        }
        return jobs.start(JOB, parameters(collector, target, past, step));
    }

    private List<String> targets(String collector, Optional<String> target) {
        try {
            var its = collectors.named(collector);
            if (target.isPresent()) {
                return List.of(target.get());
            }
            if (its.targets().isEmpty()) {
                throw new NotNowException(collector + ": has nothing to read");
            }
            return its.targets();
        } catch (NoSuchElementException none) {
            throw new NoSuchJobException(none.getMessage());
        }
    }

    private void refuse(String collector, String target, Past past) {
        try {
            var visit = new Visit(target, Instant.now(), () -> spool.place(SpoolWriter.placeOf(collector, target)));
            collectors.named(collector).cannotRead(past, visit).ifPresent(why -> {
                throw new NotNowException(why);
            });
        } catch (IOException unknown) {
            throw new NotNowException(collector + ": how far it was read is not known: " + unknown.getMessage());
        }
    }

    private static void refuse(Past past, Optional<String> target, Optional<Duration> step) {
        if (!past.from().isBefore(past.to())) {
            throw new NotNowException("'from' must be before 'to'");
        }
        if (step.filter(length -> length.isNegative() || length.isZero()).isPresent()) {
            throw new NotNowException("'step' must be longer than nothing");
        }
        if (past.told().isPresent() && target.isEmpty()) {
            throw new NotNowException("'target' is missing: a window that is told again is one target's");
        }
        if (past.told().isPresent() && PastWindows.count(past.from(), past.to(), step) > 1) {
            throw new NotNowException("'step' must be left out: a window that is told again is one window");
        }
    }

    /** @throws IllegalArgumentException when it is none */
    public static Duration readStep(String text) {
        return STEP.read().apply(text);
    }

    /** As the command is told it: whoever asks again begins with the same words. */
    private static Properties parameters(
            String collector, Optional<String> target, Past past, Optional<Duration> step) {
        var parameters = new Properties();
        parameters.setProperty("job", collector);
        parameters.setProperty("target", target.orElse(""));
        parameters.setProperty("from", past.from().toString());
        parameters.setProperty("to", past.to().toString());
        parameters.setProperty("step", step.map(Backfill::text).orElse(""));
        parameters.setProperty(
                "series", past.told().map(told -> told.series().toString()).orElse(""));
        parameters.setProperty(
                "batch", past.told().map(told -> Long.toString(told.batch())).orElse(""));
        return parameters;
    }

    static String text(Duration step) {
        var millis = step.toMillis();
        return millis % 3_600_000 == 0
                ? millis / 3_600_000 + "h"
                : millis % 60_000 == 0
                        ? millis / 60_000 + "m"
                        : millis % 1_000 == 0 ? millis / 1_000 + "s" : millis + "ms";
    }
}
