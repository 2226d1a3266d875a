package io.pulsefleet.agent.collect.processes;

import static io.pulsefleet.wire.Metric.counter;
import static io.pulsefleet.wire.Metric.gauge;

import io.pulsefleet.agent.collect.Collector;
import io.pulsefleet.agent.collect.CollectorInfo;
import io.pulsefleet.agent.collect.Pass;
import io.pulsefleet.agent.collect.Visit;
import io.pulsefleet.agent.collect.kernel.KernelFiles;
import io.pulsefleet.agent.collect.kernel.Units;
import io.pulsefleet.agent.collect.processes.Snapshot.One;
import io.pulsefleet.settings.Settings;
import io.pulsefleet.wire.Document;
import io.pulsefleet.wire.Frame;
import io.pulsefleet.wire.HostEventType;
import io.pulsefleet.wire.Metric;
import io.pulsefleet.wire.RawJson;
import io.pulsefleet.wire.Reading;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The processes of the host (SP-01).
 *
 * <pre>
 * system.process.count{system.process.status="running"} 2.0
 * process.watch.count{process.watch="shop"} 1.0
 * and a document of the kind host.processes each minute: those that used most CPU, memory and I/O in it
 * </pre>
 *
 * <p>(1) What a process used counts also where it ended before the snapshot, if it lived at one visit. (2) A watched group
 * that goes, comes or starts anew is a {@code host.event}.
 */
@Dependent
final class ProcessesCollector implements Collector {

    private static final Map<String, String> STATES = Map.of(
            "R",
            "running",
            "S",
            "sleeping",
            "D",
            "blocked",
            "Z",
            "defunct",
            "T",
            "stopped",
            "t",
            "stopped",
            "I",
            "idle");
    private static final List<String> TOLD_STATES =
            List.of("running", "sleeping", "blocked", "idle", "stopped", "defunct", "other");

    static final Metric COUNT = gauge(
            "system.process.count",
            "{process}",
            "Processes by state. Blocked ones wait for I/O; idle are threads of the kernel with nothing to do.",
            "system.process.status");
    static final Metric THREADS = gauge("system.thread.count", "{thread}", "Threads of all processes.");
    static final Metric WATCHED =
            gauge("process.watch.count", "{process}", "Processes of a watched group.", "process.watch");
    static final Metric WATCHED_CPU = gauge(
            "process.watch.cpu.utilization",
            "1",
            "Cores that a watched group used on average since the visit before; 1 is a whole core.",
            "process.watch");
    static final Metric WATCHED_MEMORY = gauge(
            "process.watch.memory.usage",
            "By",
            "Memory of a watched group, what its processes share counted for each.",
            "process.watch");
    static final Metric WATCHED_THREADS =
            gauge("process.watch.thread.count", "{thread}", "Threads of a watched group.", "process.watch");
    static final Metric RESTARTS = counter(
            "process.watch.restarts",
            "{restart}",
            "How often the oldest process of a watched group was another, younger one; since the agent started.",
            "process.watch");

    private final KernelFiles files;
    private final Units units;
    private final int most;
    private final Duration snapshotEvery;
    private final Map<String, Pattern> patterns;
    private final Ledger ledger;
    private final Details details;
    private final List<Watch> watches = new ArrayList<>();
    private final Map<Stat.Identity, Matched> matches = new HashMap<>();
    private double visitedAt;
    private double snapshotFrom;
    private Instant snapshotAt = Instant.EPOCH;

    /** Which groups a process belongs to, by its command line when it had this name. */
    private record Matched(String name, List<String> watches) {}

    @Inject
    ProcessesCollector(Settings settings, KernelFiles files) {
        this(settings, files, Units.ofThisMachine());
    }

    ProcessesCollector(Settings settings, KernelFiles files, Units units) {
        this.files = files;
        this.units = units;
        most = settings.get(ProcessesConfig.TOP);
        snapshotEvery = settings.get(ProcessesConfig.SNAPSHOT);
        patterns = settings.find(ProcessesConfig.WATCH).orElse(Map.of());
        ledger = new Ledger(files);
        details = new Details(files, settings.get(ProcessesConfig.LONGEST_COMMAND));
        patterns.keySet().forEach(name -> watches.add(new Watch(name)));
    }

    @Override
    public CollectorInfo info() {
        return new CollectorInfo(
                        "processes",
                        "The host's processes: how many, who uses what, and those that are watched.",
                        Duration.ofSeconds(10),
                        List.of(COUNT, THREADS, WATCHED, WATCHED_CPU, WATCHED_MEMORY, WATCHED_THREADS, RESTARTS))
                .sending(
                        Snapshot.KIND,
                        "Those that used most CPU, memory and I/O since the snapshot before; each minute by default.")
                .telling(HostEventType.PROCESS_STARTED, HostEventType.PROCESS_RESTARTED, HostEventType.PROCESS_GONE);
    }

    @Override
    public Pass begin(Visit visit) throws IOException {
        var now = Double.parseDouble(files.read("proc/uptime").split(" ", -1)[0]);
        var all = ledger.look();
        var readings = new ArrayList<Reading>();
        var documents = new ArrayList<Document>();
        count(all, visit, readings);
        for (var watch : watches) {
            watch(watch, all, now - visitedAt, visit, readings, documents);
        }
        matches.keySet().retainAll(idsOf(all));
        var top = Top.of(ledger.soFar(), most);
        top.keySet().stream().filter(one -> !one.isGone()).forEach(one -> details.of(one.last()));
        if (visitedAt == 0) { // nothing is known to have been used yet
            restart(now, visit);
        } else if (most > 0 && !visit.at().isBefore(snapshotAt.plus(snapshotEvery))) {
            documents.add(new Document(
                    Snapshot.KIND, visit.target(), visit.at(), RawJson.of(snapshot(top, all.size(), now))));
            restart(now, visit);
        }
        visitedAt = now;
        return new Told(readings.iterator(), documents);
    }

    private static Set<Stat.Identity> idsOf(List<Stat> all) {
        var ids = new HashSet<Stat.Identity>();
        all.forEach(stat -> ids.add(stat.id()));
        return ids;
    }

    private void restart(double now, Visit visit) {
        details.forgetAllBut(ledger.soFar().stream().map(one -> one.last().id()).toList());
        ledger.begin();
        snapshotFrom = now;
        snapshotAt = visit.at();
    }

    private static void count(List<Stat> all, Visit visit, List<Reading> readings) {
        var counts = new HashMap<String, Integer>();
        var threads = 0L;
        for (var stat : all) {
            counts.merge(STATES.getOrDefault(String.valueOf(stat.state()), "other"), 1, Integer::sum);
            threads += stat.threads();
        }
        for (var state : TOLD_STATES) {
            readings.add(COUNT.read(visit.at(), counts.getOrDefault(state, 0), state));
        }
        readings.add(THREADS.read(visit.at(), (double) threads));
    }

    private void watch(
            Watch watch,
            List<Stat> all,
            double seconds,
            Visit visit,
            List<Reading> readings,
            List<Document> documents) {
        var members = all.stream()
                .filter(stat -> !stat.isOfKernel() && groupsOf(stat).contains(watch.name()))
                .toList();
        var ticks = watch.visit(members);
        var cpu = visitedAt == 0 || seconds <= 0 ? Frame.MISSING : ticks / (seconds * units.ticksPerSecond());
        watch.happened(members).ifPresent(event -> documents.add(event.at(visit.at(), visit.target())));
        var name = watch.name();
        readings.add(WATCHED.read(visit.at(), members.size(), name));
        readings.add(WATCHED_CPU.read(visit.at(), cpu, name));
        readings.add(WATCHED_MEMORY.read(
                visit.at(),
                (double) members.stream().mapToLong(Stat::residentPages).sum() * units.pageBytes(),
                name));
        readings.add(WATCHED_THREADS.read(
                visit.at(), (double) members.stream().mapToLong(Stat::threads).sum(), name));
        readings.add(RESTARTS.read(visit.at(), (double) watch.restarts(), name));
    }

    /** Its command line is read once; a program that becomes another has another name then. */
    private List<String> groupsOf(Stat stat) {
        var matched = matches.get(stat.id());
        if (matched == null || !matched.name().equals(stat.name())) {
            var line = files.find("proc/" + stat.pid() + "/cmdline")
                    .orElse("")
                    .replace('\0', ' ')
                    .strip();
            var command = line.isEmpty() ? stat.name() : line;
            var names = patterns.entrySet().stream()
                    .filter(one -> one.getValue().matcher(command).find())
                    .map(Map.Entry::getKey)
                    .toList();
            matched = new Matched(stat.name(), names);
            matches.put(stat.id(), matched);
        }
        return matched.watches();
    }

    private Snapshot snapshot(Map<Usage, List<String>> top, int total, double now) {
        var seconds = now - snapshotFrom;
        var told = new ArrayList<One>();
        top.forEach((usage, mostOf) -> told.add(one(usage, mostOf, seconds, now)));
        return new Snapshot(rounded(seconds), total, told);
    }

    private One one(Usage usage, List<String> mostOf, double seconds, double now) {
        var stat = usage.last();
        var known = details.find(stat.id());
        return new One(
                stat.pid(),
                stat.parent(),
                stat.name(),
                known.map(Details.Told::user).orElse(null),
                STATES.getOrDefault(String.valueOf(stat.state()), "other"),
                stat.threads(),
                rounded(usage.ticks() / (seconds * units.ticksPerSecond())),
                stat.residentPages() * units.pageBytes(),
                rounded(usage.bytesRead() / seconds),
                rounded(usage.bytesWritten() / seconds),
                rounded(now - (double) stat.startedAt() / units.ticksPerSecond()),
                usage.isGone() ? true : null,
                known.map(Details.Told::command).orElse(null),
                known.map(Details.Told::group).orElse(null),
                mostOf);
    }

    private static double rounded(double value) {
        return Math.round(value * 1000) / 1000.0;
    }

    private record Told(Iterator<Reading> left, List<Document> documents) implements Pass {

        @Override
        public Optional<Reading> next() {
            return left.hasNext() ? Optional.of(left.next()) : Optional.empty();
        }
    }
}
