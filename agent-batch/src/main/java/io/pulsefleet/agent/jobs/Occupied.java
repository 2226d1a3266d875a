package io.pulsefleet.agent.jobs;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** In which targets some thread is: one that hangs may outlive its shift, and the next must not go there as well. */
@ApplicationScoped
class Occupied {

    private final Map<String, Set<String>> byCollector = new ConcurrentHashMap<>();

    Set<String> ofCollector(String collector) {
        return byCollector.computeIfAbsent(collector, none -> ConcurrentHashMap.newKeySet());
    }
}
