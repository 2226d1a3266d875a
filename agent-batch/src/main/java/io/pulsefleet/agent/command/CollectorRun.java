package io.pulsefleet.agent.command;

import io.pulsefleet.agent.collect.Collectors;
import io.pulsefleet.agent.jobs.Sights;
import io.pulsefleet.agent.jobs.Sights.Sight;
import io.pulsefleet.agent.schedule.Shifts;
import io.pulsefleet.wire.Document;
import io.pulsefleet.wire.LogLine;
import io.pulsefleet.wire.RawJson;
import io.pulsefleet.wire.channel.CommandInfo;
import io.pulsefleet.wire.channel.CommandInfo.Parameter;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** {@code collector.run}: one visit now, beside the schedule; what it found is stored as always, and answered. */
@Dependent
final class CollectorRun implements RemoteCommand {

    private static final int MOST_LINES = 200;
    private static final Duration TO_ANSWER = Duration.ofSeconds(1);

    @Inject
    Shifts shifts;

    @Inject
    Collectors collectors;

    @Inject
    Sights sights;

    /**
     * What is answered.
     *
     * @param missing targets whose visit was not over in time
     */
    record Visits(String collector, List<Found> visits, Set<String> missing) {}

    /** One visit; of lines of logs the last 200. */
    record Found(
            String target, Instant at, Map<String, Double> readings, List<Document> documents, List<String> lines) {

        static Found of(Sight sight) {
            var readings = new LinkedHashMap<String, Double>();
            sight.readings()
                    .forEach(reading -> readings.put(
                            Readings.name(reading.position()), Double.isNaN(reading.value()) ? null : reading.value()));
            var lines = sight.lines();
            return new Found(
                    sight.target(),
                    sight.at(),
                    readings,
                    sight.documents(),
                    lines.subList(Math.max(0, lines.size() - MOST_LINES), lines.size()).stream()
                            .map(LogLine::text)
                            .toList());
        }
    }

    @Override
    public CommandInfo info() {
        return new CommandInfo(
                "collector.run",
                "One visit of a collector now, beside its schedule; what it found is answered, and stored as always.",
                List.of(Parameter.text("collector", "As job.list names it.").mustBeGiven()),
                "operator",
                false,
                true,
                Duration.ofSeconds(60));
    }

    @Override
    public RawJson run(Call call) throws InterruptedException {
        var name = call.text("collector").orElseThrow();
        var missing = new HashSet<>(targets(name));
        var seen = new LinkedBlockingQueue<Sight>();
        var visits = new ArrayList<Found>();
        var watching = sights.watch(name, seen::add);
        try {
            Steering.of(() -> shifts.visit(name));
            call.progress(0.0, missing.size() + " targets are visited");
            while (!missing.isEmpty()) {
                var left = call.left().minus(TO_ANSWER);
                var sight = seen.poll(Math.max(0, left.toMillis()), TimeUnit.MILLISECONDS);
                if (sight == null) {
                    break;
                }
                missing.remove(sight.target());
                visits.add(Found.of(sight));
            }
        } finally {
            watching.stop();
        }
        return RawJson.of(new Visits(name, visits, missing));
    }

    private List<String> targets(String name) {
        try {
            return collectors.named(name).targets();
        } catch (NoSuchElementException none) {
            throw new RefusedException(none);
        }
    }
}
