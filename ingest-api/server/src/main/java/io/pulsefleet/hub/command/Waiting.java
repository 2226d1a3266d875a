package io.pulsefleet.hub.command;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Those who wait at this hub for the end of a command; no thread waits with them. */
@ApplicationScoped
public class Waiting {

    @Resource
    ManagedExecutorService executor;

    private final ConcurrentHashMap<UUID, CompletableFuture<Void>> ends = new ConcurrentHashMap<>();

    /** When it is over, or the time is. Ask whether it is over after that and not before: else its end may be missed. */
    CompletionStage<Void> until(UUID id, Duration atMost) {
        var end = ends.computeIfAbsent(id, none -> new CompletableFuture<>());
        return end.copy()
                .completeOnTimeout(null, atMost.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((over, none) -> {
                    if (end.getNumberOfDependents() <= 1) {
                        ends.remove(id, end);
                    }
                })
                .thenRunAsync(() -> {}, executor);
    }

    void over(UUID id) {
        var end = ends.remove(id);
        if (end != null) {
            end.complete(null);
        }
    }

    /** What is waited for. */
    Set<UUID> ids() {
        return Set.copyOf(ends.keySet());
    }
}
