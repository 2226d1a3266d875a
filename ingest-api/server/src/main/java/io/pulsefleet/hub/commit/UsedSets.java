package io.pulsefleet.hub.commit;

import io.pulsefleet.hub.DatabaseIsBack;
import io.pulsefleet.hub.Recent;
import io.pulsefleet.store.metrics.MetricSets;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Which sets each agent uses, as far as that is committed: what is noted needs not be noted again. */
@ApplicationScoped
public class UsedSets {

    private static final int MOST_AGENTS = 20_000;

    private final Recent<Integer, Set<Integer>> noted = new Recent<>(MOST_AGENTS);

    @Inject
    MetricSets sets;

    void forgetAll(@Observes DatabaseIsBack event) {
        noted.forgetAll();
    }

    boolean isNoted(int agent, int set) {
        return noted.find(agent).map(known -> known.contains(set)).orElse(false);
    }

    /** How many sets the agent uses, these among them. Asks the database the first time. */
    public int countWith(int agent, Collection<Integer> more) {
        var known = of(agent);
        return known.size()
                + (int) more.stream().filter(set -> !known.contains(set)).count();
    }

    /** The transaction that noted them is committed. */
    void note(int agent, Collection<Integer> committed) {
        noted.find(agent).ifPresent(known -> known.addAll(committed));
    }

    private Set<Integer> of(int agent) {
        return noted.find(agent).orElseGet(() -> {
            Set<Integer> known = ConcurrentHashMap.newKeySet();
            known.addAll(sets.used(agent));
            noted.put(agent, known);
            return known;
        });
    }
}
