package io.pulsefleet.agent.collect.postgres;

import static java.util.stream.Collectors.toMap;

import io.pulsefleet.agent.collect.Collector;
import io.pulsefleet.agent.collect.CollectorInfo;
import io.pulsefleet.agent.collect.Glance;
import io.pulsefleet.agent.collect.Pass;
import io.pulsefleet.agent.collect.Visit;
import io.pulsefleet.agent.collect.jdbc.Target;
import io.pulsefleet.agent.trouble.Troubles;
import io.pulsefleet.settings.Settings;
import io.pulsefleet.wire.Metric;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
 * <p>A database whose name stands in no setting is not watched.
 */
@Dependent
final class PgStatCollector implements Collector {

    private final Questions questions = Questions.shipped();
    private final Map<String, Server> servers;
    private final Duration patience;
    private final Duration sampleEvery;

    @Inject
    PgStatCollector(Settings settings, Troubles troubles) {
        this(settings, troubles, System::nanoTime);
    }

    PgStatCollector(Settings settings, Troubles troubles, LongSupplier nanos) {
        patience = settings.get(PostgresConfig.VISIT_TIMEOUT);
        sampleEvery = settings.get(PostgresConfig.SAMPLE_EVERY);
        servers = PostgresConfig.targets(settings).stream()
                .collect(toMap(
                        Target::name,
                        target -> server(settings, target, troubles, nanos),
                        (one, same) -> one,
                        LinkedHashMap::new));
    }

    private Server server(Settings settings, Target target, Troubles troubles, LongSupplier nanos) {
        var statements = new StatementsPart(target, settings.get(PostgresConfig.STATEMENTS_MOST));
        return new Server(
                target,
                Guards.from(settings),
                new ActivityPart(settings, nanos),
                Stream.concat(Stream.of(statements), questions.all().stream().map(QuestionPart::new))
                        .toList(),
                troubles,
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
                        .toList());
    }

    @Override
    public List<String> targets() {
        return List.copyOf(servers.keySet());
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
    public Glance glance(Visit now) {
        return servers.get(now.target()).glance(now.at()).orElseGet(() -> new Glance(sampleEvery, false));
    }

    @Override
    public Pass begin(Visit visit) {
        return new ServerPass(servers.get(visit.target()), visit);
    }

    @PreDestroy
    void close() {
        servers.values().forEach(Server::close);
    }
}
