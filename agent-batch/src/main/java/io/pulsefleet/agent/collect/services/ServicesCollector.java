package io.pulsefleet.agent.collect.services;

import static io.pulsefleet.wire.Metric.counter;
import static io.pulsefleet.wire.Metric.gauge;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pulsefleet.agent.collect.Collector;
import io.pulsefleet.agent.collect.CollectorInfo;
import io.pulsefleet.agent.collect.Glance;
import io.pulsefleet.agent.collect.Pass;
import io.pulsefleet.agent.collect.Visit;
import io.pulsefleet.agent.collect.kernel.KernelFiles;
import io.pulsefleet.wire.Document;
import io.pulsefleet.wire.HostEventType;
import io.pulsefleet.wire.Metric;
import io.pulsefleet.wire.RawJson;
import io.pulsefleet.wire.Reading;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The services of the host (SP-03, PA-07).
 *
 * <pre>
 * systemd.service.count{systemd.unit.active_state="failed"} 1.0
 * systemd.unit.up{systemd.unit.name="nginx.service"} 1.0
 * and a document of the kind host.services when something changed, and of the kind host.event for what happened
 * </pre>
 *
 * <p>(1) systemd is asked once a minute, as that costs it and us more than all the rest of a host; but within seconds when a
 * service began or ended: it keeps a file for each that runs, and their folder is looked at between visits. (2) What was
 * known at the last visit that was sealed is the place, so what happened is told once. (3) A host without systemd has the
 * state {@code no_systemd} in one document, and no readings.
 */
@Dependent
final class ServicesCollector implements Collector {

    static final String KIND = "host.services";

    private static final String NO_SYSTEMD = "no_systemd";
    private static final String NO_SYSTEMD_MEANS =
            "This host was not started by systemd, or the agent does not see it; its services are not known.";

    private static final String UNIT = "systemd.unit.name";
    private static final String STATE = "systemd.unit.active_state";
    private static final String RUNNING_UNITS = "run/systemd/units";
    private static final Duration GLANCE_EVERY = Duration.ofSeconds(5);
    private static final Duration TELL_EVERY = Duration.ofDays(1);
    private static final Duration MISSED_AFTER = Duration.ofMinutes(5);

    /** Units that have series of their own; the others are in the document only. */
    private static final int MOST_UNITS = 500;

    static final Metric COUNT = gauge("systemd.service.count", "{service}", "Services by state.", STATE);
    static final Metric RUNNING = gauge("systemd.service.running", "{service}", "Services that run now.");
    static final Metric UP =
            gauge("systemd.unit.up", "1", "1 where a service or timer is active, 0 where it failed or stopped.", UNIT);
    static final Metric RESTARTS =
            counter("systemd.service.restarts", "{restart}", "How often systemd restarted a service by itself.", UNIT);
    static final Metric MEMORY =
            gauge("systemd.service.memory.usage", "By", "Memory of a service's control group.", UNIT);
    static final Metric CPU = counter("systemd.service.cpu.time", "s", "CPU time of a service's control group.", UNIT);
    static final Metric LAST_RUN =
            gauge("systemd.timer.last_run.age", "s", "Time since a timer last started what it starts.", UNIT);
    static final Metric MISSED = gauge(
            "systemd.timer.missed",
            "1",
            "1 where a timer should have run more than five minutes ago, or is not waiting any more.",
            UNIT);

    private final Systemd systemd;
    private final KernelFiles files;
    private Optional<String> told = Optional.empty();
    private Instant toldAt = Instant.EPOCH;
    private long seenUnits;

    @Inject
    ServicesCollector(Systemd systemd, KernelFiles files) {
        this.systemd = systemd;
        this.files = files;
    }

    @Override
    public CollectorInfo info() {
        return new CollectorInfo(
                        "services",
                        "The services that systemd keeps: their state, what they use, and its timers.",
                        Duration.ofMinutes(1),
                        List.of(COUNT, RUNNING, UP, RESTARTS, MEMORY, CPU, LAST_RUN, MISSED),
                        List.of(UNIT))
                .sending(KIND, "All services and timers with their states; when something changed, and each day.")
                .telling(HostEventType.SERVICE_STATE, HostEventType.SERVICE_RESTARTED)
                .being(List.of(
                        new CollectorInfo.State("systemd", "Services are read."),
                        new CollectorInfo.State(NO_SYSTEMD, NO_SYSTEMD_MEANS)));
    }

    @Override
    public Optional<Duration> glanceEvery() {
        return systemd.isThere() ? Optional.of(GLANCE_EVERY) : Optional.empty();
    }

    @Override
    public Glance glance(Visit now) {
        return new Glance(GLANCE_EVERY, seenUnits != 0 && runningUnits() != seenUnits);
    }

    /** When a service last began or ended; 0 where systemd is too old to keep these files. */
    private long runningUnits() {
        try {
            return Files.getLastModifiedTime(files.path(RUNNING_UNITS)).toMillis();
        } catch (IOException notKept) {
            return 0;
        }
    }

    @Override
    public Pass begin(Visit visit) throws IOException {
        if (!systemd.isThere()) {
            return withoutSystemd(visit);
        }
        seenUnits = runningUnits();
        return pass(systemd.units(), visit);
    }

    private Pass withoutSystemd(Visit visit) {
        var state = JsonNodeFactory.instance.objectNode();
        state.put("state", NO_SYSTEMD);
        state.put("remedy", NO_SYSTEMD_MEANS);
        var documents = new ArrayList<Document>();
        tell(state, visit, documents);
        return new Told(List.<Reading>of().iterator(), documents, Optional.empty());
    }

    Pass pass(List<Unit> units, Visit visit) throws IOException {
        var loaded = units.stream().filter(Unit::isLoaded).toList();
        var place = visit.place().read();
        var before = place.map(Changes::parse);
        var services = loaded.stream().filter(Unit::isService).toList();
        var known = Changes.known(services, before.orElseGet(TreeMap::new));
        var documents = new ArrayList<Document>();
        before.ifPresent(earlier -> Changes.between(earlier, known, services)
                .forEach(event -> documents.add(event.at(visit.at(), visit.target()))));
        tell(snapshot(loaded), visit, documents);
        var reached = Changes.place(known);
        return new Told(
                readings(loaded, services, visit).iterator(),
                documents,
                place.equals(Optional.of(reached)) ? Optional.empty() : Optional.of(reached));
    }

    private void tell(ObjectNode snapshot, Visit visit, List<Document> documents) {
        var now = RawJson.of(snapshot);
        if (!told.equals(Optional.of(now.text())) || !visit.at().isBefore(toldAt.plus(TELL_EVERY))) {
            documents.add(new Document(KIND, visit.target(), visit.at(), now));
            told = Optional.of(now.text());
            toldAt = visit.at();
        }
    }

    /** What changes at each visit is not in it. */
    private static ObjectNode snapshot(List<Unit> units) {
        var all = JsonNodeFactory.instance.objectNode();
        all.put("state", "systemd");
        var array = all.putArray("units");
        for (var unit : units) {
            var one = array.addObject();
            one.put("name", unit.name());
            one.put("description", unit.description());
            one.put("active", unit.active());
            one.put("sub", unit.sub());
            one.put("enabled", unit.enabled());
            if (unit.hasFailed()) {
                one.put("result", unit.result());
            }
            unit.mainPid().ifPresent(pid -> one.put("pid", pid));
        }
        return all;
    }

    private static List<Reading> readings(List<Unit> units, List<Unit> services, Visit visit) {
        var at = visit.at();
        var readings = new ArrayList<Reading>();
        for (var state : List.of("active", "inactive", "failed", "activating", "deactivating")) {
            var count = services.stream()
                    .filter(unit -> unit.active().equals(state))
                    .count();
            readings.add(COUNT.read(at, (double) count, state));
        }
        readings.add(RUNNING.read(
                at, (double) services.stream().filter(Unit::isRunning).count()));
        units.stream()
                .filter(unit -> unit.isTimer() || isWatched(unit))
                .filter(unit -> !unit.isTransient())
                .limit(MOST_UNITS)
                .forEach(unit -> read(unit, at, readings));
        return readings;
    }

    /** What is off, and not because it failed, is of no interest; but a service that is to run always is. */
    private static boolean isWatched(Unit unit) {
        return unit.hasFailed()
                || (!unit.isOneShot()
                        && (!unit.active().equals("inactive") || unit.enabled().equals("enabled")));
    }

    private static void read(Unit unit, Instant at, List<Reading> readings) {
        readings.add(UP.read(at, unit.active().equals("active") ? 1 : 0, unit.name()));
        if (unit.isTimer()) {
            unit.lastRun()
                    .ifPresent(last -> readings.add(
                            LAST_RUN.read(at, Duration.between(last, at).toMillis() / 1000.0, unit.name())));
            readings.add(MISSED.read(at, hasMissed(unit, at) ? 1 : 0, unit.name()));
            return;
        }
        unit.restarts().ifPresent(count -> readings.add(RESTARTS.read(at, count.doubleValue(), unit.name())));
        unit.memoryBytes().ifPresent(bytes -> readings.add(MEMORY.read(at, bytes.doubleValue(), unit.name())));
        unit.cpuNanos().ifPresent(nanos -> readings.add(CPU.read(at, nanos / 1e9, unit.name())));
    }

    private static boolean hasMissed(Unit timer, Instant at) {
        return timer.hasFailed()
                || timer.nextRun()
                        .map(next -> next.isBefore(at.minus(MISSED_AFTER)))
                        .orElse(false);
    }

    private record Told(Iterator<Reading> left, List<Document> documents, Optional<String> reached) implements Pass {

        @Override
        public Optional<Reading> next() {
            return left.hasNext() ? Optional.of(left.next()) : Optional.empty();
        }
    }
}
