package io.pulsefleet.agent.collect.uptime;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import io.pulsefleet.wire.uptime.ErrorClass;
import io.pulsefleet.wire.uptime.Heartbeat;
import io.pulsefleet.wire.uptime.PlannedMonitor;
import io.pulsefleet.wire.uptime.TrialOutcome;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Begins each probe at its slot, side by side: a target that is slow delays no other.
 *
 * <pre>
 * IDLE --follow--> PROBING --rest--> IDLE
 * </pre>
 *
 * <p>One for which there is no room is not begun later but said to be {@link ErrorClass#OVERLOADED}.
 */
public final class Engine implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(Engine.class.getName());
    private static final long LONGEST_NAP_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /** What is being probed, and under which lease. */
    private record Work(String datacenter, long lease, List<Monitor> monitors) {}

    private final HubClock clock;
    private final Outbox outbox;
    private final List<Prober> probers;
    private final Deadlines deadlines = new Deadlines();
    private final Probes probes = new Probes(deadlines, System::nanoTime);
    private final Threads threads;
    private final Map<Integer, ErrorClass> failing = new ConcurrentHashMap<>();
    private final Thread beat;
    private volatile Work work = new Work("", 0, List.of());
    private volatile boolean isOver;

    Engine(HubClock clock, Outbox outbox, List<Prober> probers, int mostAtOnce) {
        this.clock = clock;
        this.outbox = outbox;
        this.probers = probers;
        this.threads = new Threads(mostAtOnce);
        this.beat = new Thread(this::run, "uptime-slots");
        beat.setDaemon(true);
        beat.start();
    }

    /** Probes these from now on, and says that it does so under this lease. */
    public synchronized void follow(String datacenter, long lease, List<PlannedMonitor> planned) {
        var known = new LinkedHashMap<Integer, Monitor>();
        work.monitors().forEach(monitor -> known.put(monitor.id(), monitor));
        var monitors = planned.stream()
                .filter(one -> !one.kind().equals("push"))
                .map(one -> same(known.get(one.id()), one))
                .toList();
        failing.keySet().retainAll(monitors.stream().map(Monitor::id).toList());
        work = new Work(datacenter, lease, monitors);
        LockSupport.unpark(beat);
    }

    private Monitor same(Monitor known, PlannedMonitor planned) {
        return known != null && Objects.equals(known.planned(), planned) ? known : Monitor.of(planned, probers);
    }

    /** Probes once, now, in the caller's thread, whatever else is probed; nothing of it is told to anybody else. */
    public TrialOutcome tryOnce(PlannedMonitor planned) {
        return probes.trial(Monitor.of(planned, probers), clock.now().truncatedTo(ChronoUnit.MILLIS));
    }

    /** Begins no probe any more; what is under way ends, and is told. */
    public synchronized void rest() {
        work = new Work("", 0, List.of());
        failing.clear();
        LockSupport.unpark(beat);
    }

    /** Waits until no probe is under way; not for ever. */
    void awaitIdle(Duration longest) {
        threads.awaitIdle(longest);
    }

    private void run() {
        var due = new Due();
        var followed = Optional.<List<Monitor>>empty();
        while (!isOver) {
            var now = work;
            if (followed.filter(monitors -> isSameList(monitors, now.monitors()))
                    .isEmpty()) {
                due.follow(now.monitors(), clock.now());
                followed = Optional.of(now.monitors());
            }
            for (var slot : due.due(clock.now())) {
                begin(now, slot);
            }
            var untilNext = due.next()
                    .map(next -> Duration.between(clock.now(), next).toNanos())
                    .orElse(Long.MAX_VALUE);
            LockSupport.parkNanos(this, Math.max(1, Math.min(LONGEST_NAP_NANOS, untilNext)));
        }
    }

    /** Another list is another plan, and a lease renewed with the same plan is none. */
    @SuppressWarnings("ReferenceEquality")
    private static boolean isSameList(List<Monitor> one, List<Monitor> other) {
        return one == other;
    }

    private void begin(Work under, Due.Slot slot) {
        var hasRoom = threads.run(() -> {
            var executedAt = clock.now();
            told(under, slot.monitor(), probes.probe(slot.monitor(), slot.at(), executedAt));
        });
        if (!hasRoom) {
            told(under, slot.monitor(), overloaded(slot, clock.now()));
        }
    }

    private static Heartbeat overloaded(Due.Slot slot, Instant now) {
        return new Heartbeat(
                slot.monitor().id(),
                slot.monitor().planned().revision(),
                slot.at(),
                now.truncatedTo(ChronoUnit.MILLIS),
                Heartbeat.Status.DOWN,
                ErrorClass.OVERLOADED,
                "this prober has too many probes under way to begin it; raise "
                        + UptimeConfig.AT_ONCE.environmentName(),
                null,
                List.of(),
                null,
                null,
                null,
                null,
                null);
    }

    /** One line when a probe begins to fail, or fails otherwise, and one when it is well again. */
    private void told(Work under, Monitor monitor, Heartbeat heartbeat) {
        var before =
                heartbeat.error() == null ? failing.remove(monitor.id()) : failing.put(monitor.id(), heartbeat.error());
        var isNews = before != heartbeat.error();
        if (isNews && heartbeat.error() != null) {
            LOG.log(
                    WARNING,
                    "uptime: probe failed: {0}: {1}: {2}",
                    name(monitor),
                    heartbeat.error(),
                    heartbeat.message());
        } else if (isNews) {
            LOG.log(INFO, "uptime: probe is well again: {0}", name(monitor));
        }
        outbox.put(new Outbox.Waiting(under.datacenter(), under.lease(), heartbeat), isNews);
        LOG.log(DEBUG, "uptime: heartbeat kept: {0} at {1}: {2}", name(monitor), heartbeat.slot(), heartbeat.status());
    }

    private static String name(Monitor monitor) {
        return monitor.id() + " " + monitor.planned().name();
    }

    @Override
    public void close() {
        isOver = true;
        LockSupport.unpark(beat);
        threads.close();
        deadlines.close();
    }
}
