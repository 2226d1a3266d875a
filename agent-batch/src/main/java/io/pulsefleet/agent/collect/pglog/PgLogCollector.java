package io.pulsefleet.agent.collect.pglog;

import io.pulsefleet.agent.collect.Collector;
import io.pulsefleet.agent.collect.CollectorInfo;
import io.pulsefleet.agent.collect.Glance;
import io.pulsefleet.agent.collect.Pass;
import io.pulsefleet.agent.collect.UnreachableException;
import io.pulsefleet.agent.collect.Visit;
import io.pulsefleet.agent.collect.jdbc.Claim;
import io.pulsefleet.agent.collect.jdbc.Delivered;
import io.pulsefleet.settings.Settings;
import io.pulsefleet.wire.PlannedDatabase;
import io.pulsefleet.wire.postgres.PostgresKind;
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
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

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

    private final Settings settings;
    private final InstantSource clock;
    private final Delivered delivered;
    private final Claim claim;

    /** Of the agent's own settings. */
    private final Map<String, Server> servers = new LinkedHashMap<>();

    private final Map<String, OfHub> ofHub = new ConcurrentHashMap<>();

    /** @param files for which it was made */
    private record OfHub(String files, Server server) {}

    @Inject
    PgLogCollector(Settings settings, Delivered delivered) {
        this(settings, delivered, InstantSource.system());
    }

    PgLogCollector(Settings settings, Delivered delivered, InstantSource clock) {
        this.settings = settings;
        this.clock = clock;
        this.delivered = delivered;
        this.claim = new LogClaim(settings);
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
                        List.of(LogPass.ENTRIES, LogPass.EVENTS, LogPass.STRAYS, LogPass.REPLACED))
                .visiting("Each server whose log the settings or the hub name.")
                .sending(
                        PostgresKind.LOG.kind(),
                        "The entries, at most 500 in one, each with its [event](../events-postgresql.md).");
    }

    @Override
    public List<String> targets() {
        var wanted =
                delivered.takenBy(claim).stream().map(PlannedDatabase::name).toList();
        ofHub.keySet().retainAll(wanted);
        return Stream.concat(servers.keySet().stream(), wanted.stream()).toList();
    }

    private Server server(String name) throws UnreachableException {
        var own = servers.get(name);
        if (own != null) {
            return own;
        }
        var files = delivered.takenBy(claim).stream()
                .filter(database -> database.name().equals(name))
                .map(PlannedDatabase::logFiles)
                .findFirst()
                .orElseThrow(() -> new UnreachableException(name + ": its log is not read any more", null));
        return ofHub.compute(
                        name,
                        (same, before) -> before != null && before.files().equals(files)
                                ? before
                                : new OfHub(files, Server.of(files, settings, clock)))
                .server();
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
        return server(visit.target()).look(visit.place().read(), visit.at());
    }

    @Override
    public Pass begin(Visit visit) throws IOException {
        return new LogPass(visit, server(visit.target()).take(visit.place().read(), visit.at()));
    }
}
