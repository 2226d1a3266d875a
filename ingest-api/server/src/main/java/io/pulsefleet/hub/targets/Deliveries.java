package io.pulsefleet.hub.targets;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import io.pulsefleet.hub.DatabaseIsReady;
import io.pulsefleet.hub.EverySecond;
import io.pulsefleet.hub.access.Vault.Opened;
import io.pulsefleet.hub.access.Vault.State;
import io.pulsefleet.store.targets.Target;
import io.pulsefleet.store.targets.Targets;
import io.pulsefleet.store.targets.Trial;
import io.pulsefleet.store.targets.Trials;
import io.pulsefleet.store.targets.Where;
import io.pulsefleet.wire.DatabaseAddress;
import io.pulsefleet.wire.DatabaseTest;
import io.pulsefleet.wire.PlannedDatabase;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * What each agent's next answer says of databases. It is held in memory and looked at once a second, for heartbeats of
 * thousands of agents must not ask the database; so what one hub was told another one delivers a second later.
 */
@ApplicationScoped
public class Deliveries {

    @Resource
    ManagedScheduledExecutorService executor;

    @Inject
    Targets targets;

    @Inject
    Trials trials;

    @Inject
    Passwords passwords;

    private final ConcurrentLinkedQueue<UUID> handed = new ConcurrentLinkedQueue<>();
    private volatile Optional<Map<UUID, List<PlannedDatabase>>> planned = Optional.empty();
    private volatile Map<UUID, List<DatabaseTest>> asked = Map.of();
    private String seen = "";
    private final EverySecond looks = new EverySecond("Which databases are to be watched cannot be read", this::look);

    void begin(@Observes DatabaseIsReady event) {
        looks.begin(executor);
    }

    @PreDestroy
    void stop() {
        looks.stop();
    }

    /** For an agent's plan; null while nobody knows. */
    public List<PlannedDatabase> planned(UUID agent) {
        return planned.map(all -> all.getOrDefault(agent, List.of())).orElse(null);
    }

    /** For its heartbeat's answer. */
    public List<DatabaseTest> asked(UUID agent) {
        var tests = asked.getOrDefault(agent, List.of());
        tests.forEach(test -> handed.add(test.id()));
        return tests;
    }

    /** Looks now; something was changed here. */
    void refresh() {
        looks.now();
    }

    private void look() {
        for (var id = handed.poll(); id != null; id = handed.poll()) {
            trials.handed(id, Instant.now());
        }
        lookAtTargets();
        asked = trials.openSince(Instant.now().minus(DatabaseTests.LONGEST)).stream()
                .collect(groupingBy(Trial::agent, mapping(this::test, toList())));
    }

    private void lookAtTargets() {
        var state = targets.state();
        if (planned.isPresent() && state.equals(seen)) {
            return;
        }
        planned = Optional.of(targets.all().stream().collect(groupingBy(Target::agent, mapping(this::plan, toList()))));
        seen = state;
    }

    private PlannedDatabase plan(Target target) {
        var opened = passwords.open(target.id(), target.where(), target.password());
        return new PlannedDatabase(
                target.id(),
                target.revision(),
                target.name(),
                address(target.where(), opened),
                opened.filter(box -> box.state() != State.OPEN).isPresent(),
                target.statistics(),
                target.queries(),
                target.logFiles());
    }

    private DatabaseTest test(Trial trial) {
        return new DatabaseTest(
                trial.id(), address(trial.where(), passwords.open(trial.id(), trial.where(), trial.password())));
    }

    private static DatabaseAddress address(Where where, Optional<Opened> opened) {
        return new DatabaseAddress(
                where.type(),
                where.host(),
                where.port(),
                where.database(),
                where.user(),
                opened.filter(box -> box.state() == State.OPEN)
                        .map(Opened::text)
                        .orElse(null),
                where.sslMode());
    }
}
