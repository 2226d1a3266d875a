package io.pulsefleet.agent.collect.postgres;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import io.pulsefleet.agent.collect.Collector;
import io.pulsefleet.agent.collect.CollectorInfo;
import io.pulsefleet.agent.collect.Glance;
import io.pulsefleet.agent.collect.Pass;
import io.pulsefleet.agent.collect.UnreachableException;
import io.pulsefleet.agent.collect.Visit;
import io.pulsefleet.agent.collect.jdbc.Claim;
import io.pulsefleet.agent.collect.jdbc.Delivered;
import io.pulsefleet.agent.collect.jdbc.Target;
import io.pulsefleet.agent.trouble.Troubles;
import io.pulsefleet.settings.Settings;
import io.pulsefleet.wire.Metric;
import io.pulsefleet.wire.PlannedDatabase;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * What PostgreSQL servers tell of themselves (PG-01, PG-02, PG-06, PG-07, PG-12).
 *
 * <pre>
 * postgresql.commits{database="shop"} 17.0
 * postgresql.connections{state="waiting"} 2.0
 * pulsefleet.postgresql.question.duration{question="database"} 0.002
 * and documents: postgresql.activity, .locks, .episode, .statements, .server, .tables, .indexes, .replication, .settings
 * </pre>
 *
 * <p>A database whose name stands in no setting, and which the hub does not deliver, is not watched.
 */
@Dependent
final class PgStatCollector implements Collector {

    /** Of one server. */
    private static final int MOST_TEXTS = 2_000;

    private final Questions questions = Questions.shipped();
    private final Settings settings;
    private final Delivered delivered;
    private final Claim claim;
    private final Troubles troubles;
    private final LongSupplier nanos;
    private final List<Target> own;
    private final Map<String, Server> servers = new ConcurrentHashMap<>();
    private final Map<Cluster.Address, Cluster> clusters = new ConcurrentHashMap<>();
    private Optional<Wanted> wanted = Optional.empty();
    private final Duration patience;
    private final Duration sampleEvery;

    /** @param delivered that these were made of: another list is another plan */
    private record Wanted(List<PlannedDatabase> delivered, Map<String, Target> targets, List<String> names) {}

    @Inject
    PgStatCollector(Settings settings, Delivered delivered, Troubles troubles) {
        this(settings, delivered, troubles, System::nanoTime);
    }

    PgStatCollector(Settings settings, Delivered delivered, Troubles troubles, LongSupplier nanos) {
        this.settings = settings;
        this.delivered = delivered;
        this.claim = new StatClaim(settings);
        this.troubles = troubles;
        this.nanos = nanos;
        patience = settings.get(PostgresConfig.VISIT_TIMEOUT);
        sampleEvery = settings.get(PostgresConfig.SAMPLE_EVERY);
        own = PostgresConfig.targets(settings);
    }

    static Server server(
            Settings settings, Questions questions, Target target, Cluster cluster, States states, LongSupplier nanos) {
        var statements = new StatementsPart(target, settings.get(PostgresConfig.STATEMENTS_MOST), cluster);
        return new Server(
                target,
                Guards.from(settings),
                cluster,
                new ActivityPart(target, settings, cluster, nanos),
                Stream.concat(
                                Stream.of(statements),
                                questions.all().stream().map(question -> new QuestionPart(question, cluster)))
                        .toList(),
                states,
                nanos);
    }

    @Override
    public CollectorInfo info() {
        var metrics = new ArrayList<Metric>(questions.metrics());
        metrics.add(Waits.ACTIVE);
        metrics.add(Waits.SAMPLES);
        metrics.add(Server.TOOK);
        metrics.add(Server.NOT_WELL);
        metrics.add(StatementsPart.DISTINCT);
        metrics.add(StatementsPart.OWN_TIME);
        return new CollectorInfo(
                        "pg-stat",
                        "What PostgreSQL servers tell of themselves.",
                        Duration.ofMinutes(1),
                        metrics,
                        Stream.concat(questions.entities().stream(), Waits.ACTIVE.labels().stream())
                                .distinct()
                                .toList())
                .visiting("Each database that the settings name or the hub delivers.")
                .sending(questions.documents())
                .sending(
                        Recorder.KIND,
                        "All that was seen while somebody was blocked, and just before: sessions and who waits for whom.")
                .being(PartState.described());
    }

    /** A connection to one that is not to be watched any more is closed. */
    @Override
    public List<String> targets() {
        var now = wanted();
        if (servers.size() > now.names().size()) {
            retireAllBut(now.targets().keySet());
        }
        return now.names();
    }

    private synchronized Wanted wanted() {
        var now = delivered.all();
        if (wanted.isPresent() && wanted.get().delivered() == now) {
            return wanted.get();
        }
        var targets = new LinkedHashMap<String, Target>();
        own.forEach(target -> targets.put(target.name(), target));
        now.stream().filter(claim::takes).forEach(database -> targets.put(database.name(), Target.of(database)));
        wanted = Optional.of(new Wanted(now, targets, List.copyOf(targets.keySet())));
        tellClusters(targets.values());
        retireAllBut(targets.keySet());
        return wanted.get();
    }

    private void retireAllBut(Set<String> names) {
        for (var name : List.copyOf(servers.keySet())) {
            if (!names.contains(name)) {
                Optional.ofNullable(servers.remove(name)).ifPresent(Server::retire);
            }
        }
    }

    private void tellClusters(Collection<Target> targets) {
        var together = targets.stream().collect(groupingBy(Cluster.Address::of, mapping(Target::name, toList())));
        clusters.keySet().retainAll(together.keySet());
        together.forEach((address, names) -> cluster(address).areWatched(names));
    }

    private Cluster cluster(Cluster.Address address) {
        return clusters.computeIfAbsent(
                address,
                none -> new Cluster(
                        new StatementTexts(Math.max(MOST_TEXTS, settings.get(PostgresConfig.STATEMENTS_MOST))), nanos));
    }

    /** Asked by one thread at a time for the same name. One whose address is another now is another server. */
    private Server server(String name) throws UnreachableException {
        var target = wanted().targets().get(name);
        if (target == null) {
            throw new UnreachableException(name + " is not watched any more", null);
        }
        var before = servers.get(name);
        if (before != null && before.isOf(target)) {
            return before;
        }
        var cluster = cluster(Cluster.Address.of(target));
        var server = server(settings, questions, target, cluster, new States(name, troubles), nanos);
        servers.put(name, server);
        if (before != null) {
            before.retire();
        }
        return server;
    }

    @Override
    public Duration patience() {
        return patience;
    }

    @Override
    public Optional<Duration> glanceEvery() {
        return Optional.of(sampleEvery);
    }

    @Override
    public Glance glance(Visit now) throws UnreachableException {
        var server = server(now.target());
        if (isNewFromTheHub(now.target(), server)) {
            return new Glance(sampleEvery, true);
        }
        return server.glance(now.at()).orElseGet(() -> new Glance(sampleEvery, false));
    }

    /** A neighbour looked for it. */
    @Override
    public Optional<Glance> glanceSpared(String target) {
        var server = servers.get(target);
        return server == null || !server.isOf(wanted().targets().get(target))
                ? Optional.empty()
                : server.glanceSpared();
    }

    /** Whoever added or changed it waits to see what becomes of it, and not for the next ring. */
    private boolean isNewFromTheHub(String name, Server server) {
        return !server.wasVisited()
                && own.stream().noneMatch(target -> target.name().equals(name));
    }

    @Override
    public Pass begin(Visit visit) throws UnreachableException {
        return new ServerPass(server(visit.target()), visit);
    }

    @PreDestroy
    void close() {
        servers.values().forEach(Server::retire);
    }
}
