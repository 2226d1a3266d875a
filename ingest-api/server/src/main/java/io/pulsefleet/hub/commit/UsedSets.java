package io.pulsefleet.hub.commit;

import io.pulsefleet.hub.DatabaseIsBack;
import io.pulsefleet.store.metrics.MetricSets;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/** Which sets each agent uses, as far as that is committed: what is noted needs not be noted again. */
@ApplicationScoped
public class UsedSets {

    /** Sets of all agents together; some 30 MB. Of agents that were not heard of for longest it is forgotten. */
    private static final int MOST = 500_000;

    /** What is new in so long counts against an agent's limit; what it used before does not, or it would be used up one day. */
    private static final Duration LATE = Duration.ofDays(30);

    private static final Duration READ_AGAIN = Duration.ofDays(1);

    private final Map<Integer, Known> noted = new LinkedHashMap<>(16, 0.75f, true);
    private int count;

    @Inject
    MetricSets sets;

    /** Of one agent. */
    private static final class Known {

        private final Set<Integer> all;
        private final long readAt = System.nanoTime();
        private int recent;

        Known(MetricSets.Used used) {
            all = new HashSet<>(used.all());
            recent = used.recent();
        }

        int recentWith(Collection<Integer> more) {
            return recent
                    + (int) more.stream().filter(set -> !all.contains(set)).count();
        }

        int add(Collection<Integer> committed) {
            var before = all.size();
            all.addAll(committed);
            recent += all.size() - before;
            return all.size() - before;
        }

        boolean isOld() {
            return System.nanoTime() - readAt > READ_AGAIN.toNanos();
        }
    }

    synchronized void forgetAll(@Observes DatabaseIsBack event) {
        noted.clear();
        count = 0;
    }

    synchronized boolean isNoted(int agent, int set) {
        var known = noted.get(agent);
        return known != null && known.all.contains(set);
    }

    /** How many sets the agent began to use of late, with these. Asks the database the first time, and once a day. */
    public int recentWith(int agent, Collection<Integer> more) {
        var known = recentIfKnown(agent, more);
        return known.isPresent() ? known.getAsInt() : remember(agent, new Known(sets.used(agent, LATE)), more);
    }

    private synchronized OptionalInt recentIfKnown(int agent, Collection<Integer> more) {
        var known = noted.get(agent);
        return known == null || known.isOld() ? OptionalInt.empty() : OptionalInt.of(known.recentWith(more));
    }

    /** The transaction that noted them is committed. */
    synchronized void note(int agent, Collection<Integer> committed) {
        var known = noted.get(agent);
        if (known != null) {
            count += known.add(committed);
            forgetOldest();
        }
    }

    private synchronized int remember(int agent, Known read, Collection<Integer> more) {
        var before = noted.put(agent, read);
        count += read.all.size() - (before == null ? 0 : before.all.size());
        forgetOldest();
        return read.recentWith(more);
    }

    private void forgetOldest() {
        for (var oldest = noted.values().iterator(); count > MOST && noted.size() > 1; ) {
            count -= oldest.next().all.size();
            oldest.remove();
        }
    }

    /** How many sets are remembered, of all agents. */
    synchronized int remembered() {
        return count;
    }
}
