package io.pulsefleet.agent.collect.pglog;

import io.pulsefleet.agent.collect.Collector;
import io.pulsefleet.agent.collect.CollectorInfo;
import io.pulsefleet.agent.collect.Glance;
import io.pulsefleet.agent.collect.Pass;
import io.pulsefleet.agent.collect.Visit;
import io.pulsefleet.settings.Settings;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the log of each PostgreSQL server all the time (PG-03).
 *
 * <pre>
 * postgresql.log.entries{level="ERROR"} 17.0
 * postgresql.log.events{event="deadlock_detected"} 1.0
 * and one document of the kind postgresql.log: the entries themselves
 * </pre>
 *
 * <p>(1) Each entry is told once, whatever is done to the files and whatever crashes: how far they were read is sealed with
 * what was read. (2) At most 500 entries wait; when there are more, visits follow one another. (3) An entry that bears the
 * id of a request does not wait for the ring.
 */
@Dependent
final class PgLogCollector implements Collector {

    /** Visits that catch up bear moments before the ring's, one a millisecond; but none that is long gone. */
    private static final Duration LONGEST_BEHIND = Duration.ofSeconds(5);

    private static final Duration GLANCE_EVERY = Duration.ofSeconds(1);

    private final Map<String, Server> servers = new LinkedHashMap<>();

    @Inject
    PgLogCollector(Settings settings) {
        this(settings, InstantSource.system());
    }

    PgLogCollector(Settings settings, InstantSource clock) {
        for (var name : settings.get(PgLogConfig.TARGETS)) {
            Server.from(settings, name, clock).ifPresent(server -> servers.put(name, server));
        }
    }

    @Override
    public CollectorInfo info() {
        return new CollectorInfo(
                "pg-log",
                "What PostgreSQL writes into its log.",
                Duration.ofSeconds(10),
                List.of(LogPass.ENTRIES, LogPass.EVENTS, LogPass.STRAYS, LogPass.REPLACED));
    }

    @Override
    public List<String> targets() {
        return List.copyOf(servers.keySet());
    }

    /** Once a second: an entry that bears a request's id is told at once. */
    @Override
    public Optional<Duration> glanceEvery() {
        return Optional.of(GLANCE_EVERY);
    }

    @Override
    public Glance glance(Visit now) throws IOException {
        return new Glance(GLANCE_EVERY, look(now).isUrgent());
    }

    @Override
    public Instant due(Visit rung) throws IOException {
        var batch = look(rung);
        if (!batch.isFull()) {
            return rung.at();
        }
        var earliest = rung.at().minus(LONGEST_BEHIND);
        var last = batch.before().at();
        var next = last == null ? earliest : last.plusMillis(1);
        var behind = next.isAfter(earliest) ? next : earliest;
        return behind.isBefore(rung.at()) ? behind : rung.at();
    }

    private Batch look(Visit visit) throws IOException {
        return servers.get(visit.target()).look(visit.place().read(), visit.at());
    }

    @Override
    public Pass begin(Visit visit) throws IOException {
        return new LogPass(visit, servers.get(visit.target()).take(visit.place().read(), visit.at()));
    }
}
