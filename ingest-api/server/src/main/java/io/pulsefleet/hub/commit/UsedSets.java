package io.pulsefleet.hub.commit;

import io.pulsefleet.hub.DatabaseIsBack;
import io.pulsefleet.store.metrics.MetricSets;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which sets each agent uses, as far as that is committed: what is noted needs not be noted again. */
@ApplicationScoped
public class UsedSets {

    /** Sets of all agents together; some 30 MB. Of agents that were not heard of for longest it is forgotten. */
    private static final int MOST = 500_000;

    private final Map<Integer, Set<Integer>> noted = new LinkedHashMap<>(16, 0.75f, true);
    private int count;

    @Inject
    MetricSets sets;

    synchronized void forgetAll(@Observes DatabaseIsBack event) {
        noted.clear();
        count = 0;
    }

    synchronized boolean isNoted(int agent, int set) {
        var known = noted.get(agent);
        return known != null && known.contains(set);
    }

    /** How many sets the agent uses, these among them. Asks the database the first time. */
    public int countWith(int agent, Collection<Integer> more) {
        return countIfKnown(agent, more).orElseGet(() -> {
            var stored = sets.used(agent);
            remember(agent, stored);
            return count(stored, more);
        });
    }

    private synchronized Optional<Integer> countIfKnown(int agent, Collection<Integer> more) {
        return Optional.ofNullable(noted.get(agent)).map(known -> count(known, more));
    }

    private static int count(Set<Integer> known, Collection<Integer> more) {
        return known.size()
                + (int) more.stream().filter(set -> !known.contains(set)).count();
    }

    /** The transaction that noted them is committed. */
    synchronized void note(int agent, Collection<Integer> committed) {
        if (noted.containsKey(agent)) {
            remember(agent, committed);
        }
    }

    private synchronized void remember(int agent, Collection<Integer> some) {
        var known = noted.computeIfAbsent(agent, none -> new HashSet<>());
        for (var set : some) {
            count += known.add(set) ? 1 : 0;
        }
        for (var oldest = noted.values().iterator(); count > MOST && noted.size() > 1; ) {
            count -= oldest.next().size();
            oldest.remove();
        }
    }

    /** How many sets are remembered, of all agents. */
    synchronized int remembered() {
        return count;
    }
}
