package io.pulsefleet.agent.collect.logs;

import static java.util.stream.Collectors.joining;

import io.pulsefleet.agent.collect.Pass;
import io.pulsefleet.agent.collect.UnreadableItemException;
import io.pulsefleet.agent.collect.Visit;
import io.pulsefleet.agent.supervisor.Supervisor;
import io.pulsefleet.settings.Settings;
import io.pulsefleet.wire.HostEvent;
import io.pulsefleet.wire.Json;
import io.pulsefleet.wire.LogLine;
import io.pulsefleet.wire.Reading;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Visits logs as the runner does: what a visit reaches is where the next one begins. */
final class VisitedLogs {

    static final Supervisor NO_SUPERVISOR = new Supervisor(Path.of("/nowhere/supervisor.sock"), Duration.ofSeconds(1));

    Supervisor supervisor = NO_SUPERVISOR;
    final Map<String, String> given = new HashMap<>();
    final List<LogLine> lines = new ArrayList<>();
    final List<HostEvent> events = new ArrayList<>();
    final List<String> sources = new ArrayList<>();
    final List<String> troubles = new ArrayList<>();
    Map<String, Double> numbers = new HashMap<>();
    Optional<String> place = Optional.empty();
    private final InstantSource clock;
    private LogsCollector collector;

    VisitedLogs(InstantSource clock) {
        this.clock = clock;
    }

    /** As after a restart of the agent. */
    void restart() {
        if (collector != null) {
            collector.close();
        }
        collector = null;
    }

    private LogsCollector collector() {
        if (collector == null) {
            collector =
                    new LogsCollector(new Settings(name -> Optional.ofNullable(given.get(name))), supervisor, clock);
        }
        return collector;
    }

    private Visit visit(Instant at) {
        var now = place;
        return new Visit("host", at, () -> now);
    }

    boolean isUrgent() throws IOException {
        return collector().glance(visit(clock.instant())).visitNow();
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

    /** One visit only, be it behind or not. */
    void visitOnce() throws IOException {
        visitAt(clock.instant(), true);
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
                lines.addAll(pass.lines());
                for (var document : pass.documents()) {
                    if (document.kind().equals(SourceState.KIND)) {
                        sources.add(document.body().text());
                        continue;
                    }
                    events.add(Json.read(document.body().text().getBytes(StandardCharsets.UTF_8), HostEvent.class));
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
                                position.metric() + position.labels(),
                                reading.orElseThrow().value()));
                more = reading.isPresent();
            } catch (UnreadableItemException item) {
                if (sealing) {
                    troubles.add(item.getMessage());
                }
            }
        }
        return readings;
    }

    List<String> texts() {
        return lines.stream().map(LogLine::text).toList();
    }

    /** All of it, a line each. */
    String told() {
        return lines.stream()
                .map(line -> line.at() + " " + line.severity() + " " + line.attributes() + " " + line.text())
                .collect(joining("\n"));
    }
}
