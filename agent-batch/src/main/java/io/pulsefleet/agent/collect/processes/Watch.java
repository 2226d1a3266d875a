package io.pulsefleet.agent.collect.processes;

import io.pulsefleet.agent.collect.processes.Stat.Identity;
import io.pulsefleet.wire.HostEvent;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A group of processes that somebody wants watched, from visit to visit.
 *
 * <p>It was restarted when its oldest process is another one than before, and younger: workers may come and go.
 */
final class Watch {

    private final String name;
    private Map<Identity, Long> ticks = Map.of();
    private Optional<Identity> oldest = Optional.empty();
    private boolean wasSeen;
    private boolean isFirst = true;
    private long restarts;

    Watch(String name) {
        this.name = name;
    }

    String name() {
        return name;
    }

    long restarts() {
        return restarts;
    }

    /**
     * @param members those that are there now
     * @return ticks of CPU time that they used since the visit before
     */
    long visit(List<Stat> members) {
        var used = 0L;
        var next = new HashMap<Identity, Long>();
        for (var stat : members) {
            used += stat.ticks() - ticks.getOrDefault(stat.id(), isFirst ? stat.ticks() : 0L);
            next.put(stat.id(), stat.ticks());
        }
        ticks = next;
        return Math.max(0, used);
    }

    /** What happened to it, to be asked behind {@link #visit}. */
    Optional<HostEvent> happened(List<Stat> members) {
        var before = oldest;
        var now = members.stream()
                .map(Stat::id)
                .min(Comparator.comparingLong(Identity::startedAt).thenComparingInt(Identity::pid));
        var event = isFirst ? Optional.<HostEvent>empty() : changed(now);
        if (now.isPresent()) {
            oldest = now;
        }
        if (wasSeen && now.isPresent() && before.isPresent() && isYounger(now.get(), before.get())) {
            restarts++;
        }
        wasSeen |= now.isPresent();
        isThere = now.isPresent();
        isFirst = false;
        return event;
    }

    private boolean isThere;

    private Optional<HostEvent> changed(Optional<Identity> now) {
        if (now.isEmpty()) {
            return isThere ? Optional.of(event("gone", "running", "gone")) : Optional.empty();
        }
        if (!isThere) {
            return Optional.of(event("started", "gone", "running"));
        }
        return isYounger(now.get(), oldest.orElseThrow())
                ? Optional.of(event("restarted", "running", "running"))
                : Optional.empty();
    }

    private static boolean isYounger(Identity now, Identity before) {
        return !now.equals(before) && now.startedAt() > before.startedAt();
    }

    private HostEvent event(String what, String from, String to) {
        return new HostEvent("process." + what, name, from, to, "the processes " + name + ": " + what);
    }
}
