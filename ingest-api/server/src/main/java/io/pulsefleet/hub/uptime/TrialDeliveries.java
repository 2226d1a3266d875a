package io.pulsefleet.hub.uptime;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import io.pulsefleet.hub.DatabaseIsReady;
import io.pulsefleet.hub.EverySecond;
import io.pulsefleet.store.uptime.Trials;
import io.pulsefleet.wire.Json;
import io.pulsefleet.wire.uptime.PlannedMonitor;
import io.pulsefleet.wire.uptime.Trial;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * What each agent is to try. It is held in memory and looked at once a second, for heartbeats of thousands of agents must
 * not ask the database; so what one hub was asked another one delivers a second later.
 */
@ApplicationScoped
public class TrialDeliveries {

    @Resource
    ManagedScheduledExecutorService executor;

    @Inject
    Trials stored;

    @Inject
    TrialSecrets secrets;

    private final ConcurrentLinkedQueue<UUID> handed = new ConcurrentLinkedQueue<>();
    private volatile Map<UUID, List<Trial>> asked = Map.of();
    private final EverySecond looks = new EverySecond("What agents are to try cannot be read", this::look);

    void begin(@Observes DatabaseIsReady event) {
        looks.begin(executor);
    }

    @PreDestroy
    void stop() {
        looks.stop();
    }

    /** For the agent's next answer. */
    public List<Trial> asked(UUID agent) {
        var trials = asked.getOrDefault(agent, List.of());
        trials.forEach(trial -> handed.add(trial.id()));
        return trials;
    }

    /** Looks now; something was asked here. */
    void refresh() {
        looks.now();
    }

    private void look() {
        for (var id = handed.poll(); id != null; id = handed.poll()) {
            stored.handed(id, Instant.now());
        }
        asked = stored.open(Instant.now()).stream()
                .collect(groupingBy(io.pulsefleet.store.uptime.Trial::agent, mapping(this::told, toList())));
    }

    private Trial told(io.pulsefleet.store.uptime.Trial trial) {
        return new Trial(
                trial.id(),
                read(trial.monitor()).withSecrets(secrets.open(trial.id(), trial.agent(), trial.secrets())));
    }

    private static PlannedMonitor read(String monitor) {
        try {
            return Json.read(monitor.getBytes(StandardCharsets.UTF_8), PlannedMonitor.class);
        } catch (IOException ourBug) {
            throw new IllegalStateException("what is to be tried cannot be read", ourBug);
        }
    }
}
