package io.pulsefleet.agent.collect.logs;

import io.pulsefleet.agent.collect.Collector;
import io.pulsefleet.agent.collect.CollectorInfo;
import io.pulsefleet.agent.collect.Glance;
import io.pulsefleet.agent.collect.Pass;
import io.pulsefleet.agent.collect.Visit;
import io.pulsefleet.agent.supervisor.Supervisor;
import io.pulsefleet.settings.Settings;
import io.pulsefleet.wire.HostEventType;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Reads logs on (SP-02), and tells what they say of security (SP-04).
 *
 * <pre>
 * log.lines{source="/var/log/auth.log"} 4711.0
 * security.events{type="login.failed"} 17.0
 * the lines themselves, a document of the kind host.event for each event, and one of the kind logs.sources when it is
 * otherwise than before with one of them
 * </pre>
 *
 * <p>(1) Each line is told once, whatever is done to the files and whatever crashes: how far they were read is sealed with
 * what was read. (2) A new line does not wait for the ring. (3) At most 5,000 lines wait; when there are more, visits follow
 * one another.
 */
@Dependent
final class LogsCollector implements Collector {

    /** Visits that catch up bear moments before the ring's, one a millisecond; but none that is long gone. */
    private static final Duration LONGEST_BEHIND = Duration.ofSeconds(5);

    /** With the second that an entry of several lines has to go on, a new line is told within one and a half. */
    private static final Duration GLANCE_EVERY = Duration.ofMillis(500);

    /** So many times as much of a processor's time as a look takes, it is not looked again. */
    private static final int REST = 50;

    private final Logs logs;

    @Inject
    LogsCollector(Settings settings, Supervisor supervisor) {
        this(settings, supervisor, InstantSource.system());
    }

    LogsCollector(Settings settings, Supervisor supervisor, InstantSource clock) {
        logs = new Logs(settings, supervisor, clock);
    }

    @Override
    public CollectorInfo info() {
        return new CollectorInfo(
                        "logs",
                        "What programs write into their logs, and what that says of security.",
                        Duration.ofSeconds(10),
                        List.of(
                                LogsPass.LINES,
                                LogsPass.UNPARSED,
                                LogsPass.DROPPED,
                                LogsPass.CUT,
                                LogsPass.BINARY,
                                LogsPass.EVENTS))
                .visiting("The host, if any log is to be read.")
                .sending(
                        SourceState.KIND,
                        "How it is with each log, and what was counted of it; when it is otherwise than before, and every 5 min.")
                .telling(AuthEvents.TYPES.stream()
                        .map(HostEventType::of)
                        .flatMap(Optional::stream)
                        .toList())
                .being(Stream.of(SourceState.State.values())
                        .map(state -> new CollectorInfo.State(state.toString(), state.about()))
                        .toList());
    }

    @Override
    public List<String> targets() {
        return logs.isEmpty() ? List.of() : List.of("host");
    }

    @Override
    public Optional<Duration> glanceEvery() {
        return Optional.of(GLANCE_EVERY);
    }

    /**
     * Where a look costs much, as in a folder of thousands of files, it comes seldom. A processor that is busy with others
     * makes it last longer, and that is no reason.
     */
    @Override
    public Glance glance(Visit now) throws IOException {
        var began = System.nanoTime();
        var costBefore = processorTime();
        var batch = look(now);
        var rest = Duration.ofNanos(Math.max(REST * (processorTime() - costBefore), System.nanoTime() - began));
        return new Glance(rest.compareTo(GLANCE_EVERY) > 0 ? rest : GLANCE_EVERY, !batch.isEmpty());
    }

    /** Of this thread, in nanoseconds. */
    private static long processorTime() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    @Override
    public Instant due(Visit rung) throws IOException {
        var batch = look(rung);
        if (!batch.isFull()) {
            return rung.at();
        }
        var earliest = rung.at().minus(LONGEST_BEHIND);
        var last = batch.last();
        var next = last == null ? earliest : last.plusMillis(1);
        var behind = next.isAfter(earliest) ? next : earliest;
        return behind.isBefore(rung.at()) ? behind : rung.at();
    }

    private Batch look(Visit visit) throws IOException {
        return logs.look(visit.place().read(), visit.at());
    }

    @Override
    public Pass begin(Visit visit) throws IOException {
        var batch = logs.take(visit.place().read(), visit.at());
        return new LogsPass(visit, batch, logs.place(batch, visit.at()), logs.states(visit.at()));
    }

    @PreDestroy
    void close() {
        logs.close();
    }
}
