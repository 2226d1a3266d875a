package io.pulsefleet.agent.collect.postgres;

import static java.util.stream.Collectors.toMap;

import io.pulsefleet.agent.collect.Collector;
import io.pulsefleet.agent.collect.CollectorInfo;
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
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * What PostgreSQL servers tell of themselves (PG-01, PG-02, PG-06, PG-07, PG-12).
 *
 * <pre>
 * postgresql.commits{database="shop"} 17.0
 * postgresql.connections{state="waiting"} 2.0
 * pulsefleet.postgresql.question.duration{question="database"} 0.002
 * and documents: postgresql.activity, .locks, .statements, .server, .tables, .indexes, .replication, .settings
 * </pre>
 *
 * <p>A database whose name stands in no setting is not watched.
 */
@Dependent
final class PgStatCollector implements Collector {

    private final Questions questions = Questions.shipped();
    private final Map<String, Server> servers;

    @Inject
    PgStatCollector(Settings settings, Troubles troubles) {
        this(settings, troubles, System::nanoTime);
    }

    PgStatCollector(Settings settings, Troubles troubles, LongSupplier nanos) {
        var guards = Guards.from(settings);
        servers = PostgresConfig.targets(settings).stream()
                .collect(toMap(
                        Target::name,
                        target -> new Server(target, guards, parts(settings, target), troubles, nanos),
                        (one, same) -> one,
                        LinkedHashMap::new));
    }

    /** What has a memory of its own is made for each server. */
    private List<Part> parts(Settings settings, Target target) {
        var activity =
                new ActivityPart(settings.get(PostgresConfig.CORRELATION), settings.get(PostgresConfig.ACTIVITY_EVERY));
        var statements = new StatementsPart(target, settings.get(PostgresConfig.STATEMENTS_MOST));
        return Stream.concat(
                        Stream.of(activity, statements),
                        questions.all().stream().map(QuestionPart::new))
                .toList();
    }

    @Override
    public CollectorInfo info() {
        var metrics = new ArrayList<Metric>(questions.metrics());
        metrics.add(Server.TOOK);
        metrics.add(Server.NOT_WELL);
        metrics.add(StatementsPart.DISTINCT);
        metrics.add(StatementsPart.OWN_TIME);
        return new CollectorInfo(
                "pg-stat",
                "What PostgreSQL servers tell of themselves.",
                Duration.ofMinutes(1),
                metrics,
                questions.entities());
    }

    @Override
    public List<String> targets() {
        return List.copyOf(servers.keySet());
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
