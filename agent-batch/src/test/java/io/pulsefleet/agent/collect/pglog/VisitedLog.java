package io.pulsefleet.agent.collect.pglog;

import io.pulsefleet.agent.collect.Pass;
import io.pulsefleet.agent.collect.UnreadableItemException;
import io.pulsefleet.agent.collect.Visit;
import io.pulsefleet.agent.collect.jdbc.Delivered;
import io.pulsefleet.settings.Settings;
import io.pulsefleet.wire.Json;
import io.pulsefleet.wire.Reading;
import io.pulsefleet.wire.postgres.LogEntries;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Visits a log as the runner does: what a visit reaches is where the next one begins. */
final class VisitedLog {

    final Map<String, String> given = new HashMap<>();
    final List<LogEntries> told = new ArrayList<>();
    final List<String> troubles = new ArrayList<>();
    final List<Instant> moments = new ArrayList<>();
    Map<String, Double> numbers = new HashMap<>();
    final Delivered delivered = new Delivered();
    private final InstantSource clock;
    private PgLogCollector collector;
    Optional<String> place = Optional.empty();

    VisitedLog(InstantSource clock) {
        this.clock = clock;
    }

    /** As after a restart of the agent. */
    void restart() {
        collector = null;
    }

    private PgLogCollector collector() {
        if (collector == null) {
            collector =
                    new PgLogCollector(new Settings(name -> Optional.ofNullable(given.get(name))), delivered, clock);
        }
        return collector;
    }

    boolean isUrgent() throws IOException {
        return collector().glance(visit(clock.instant())).visitNow();
    }

    private Visit visit(Instant at) {
        var now = place;
        return new Visit("main", at, () -> now);
    }

    /** Until it is not behind any more. */
    void visit() throws IOException {
        var rung = clock.instant();
        Instant at;
        do {
            at = collector().due(visit(rung));
            visitAt(at, true);
        } while (at.isBefore(rung));
    }

    /** As a crash has it: what was found is not sealed, and neither is the place. */
    void visitInVain() throws IOException {
        visitAt(clock.instant(), false);
    }

    private void visitAt(Instant at, boolean sealing) throws IOException {
        try (var pass = collector().begin(visit(at))) {
            var readings = readAll(pass, sealing);
            if (sealing) {
                numbers = readings;
                moments.add(at);
                for (var document : pass.documents()) {
                    told.add(Json.read(document.body().text().getBytes(StandardCharsets.UTF_8), LogEntries.class));
                }
                place = pass.reached();
            }
        }
    }

    private Map<String, Double> readAll(Pass pass, boolean sealing) throws IOException {
        var readings = new HashMap<String, Double>();
        for (var more = true; more; ) {
            try {
                var reading = pass.next();
                reading.map(Reading::position)
                        .ifPresent(position -> readings.put(
                                position.toString(), reading.orElseThrow().value()));
                more = reading.isPresent();
            } catch (UnreadableItemException item) {
                if (sealing) {
                    troubles.add(item.getMessage());
                }
            }
        }
        return readings;
    }

    List<LogEntries.Entry> entries() {
        return told.stream().flatMap(document -> document.entries().stream()).toList();
    }

    List<String> messages() {
        return entries().stream().map(LogEntries.Entry::message).toList();
    }
}
