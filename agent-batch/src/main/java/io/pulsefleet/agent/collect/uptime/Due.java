package io.pulsefleet.agent.collect.uptime;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;

/**
 * Whose slot comes next. Pure but for what it remembers; used by one thread.
 *
 * <p>(1) No slot of a monitor comes twice, also when the clock is set back or the plan changes. (2) None is left out because
 * the plan changes just then. (3) One that comes late, since the machine is busy, still comes while half of its interval is
 * left, but for {@link #LATEST}; what is over longer is left out: the past cannot be probed.
 */
final class Due {

    /** However long an interval is. */
    static final Duration LATEST = Duration.ofSeconds(5);

    /** However short it is. */
    private static final Duration LATE = Duration.ofSeconds(1);

    record Slot(Monitor monitor, Instant at) {}

    private final PriorityQueue<Slot> queue = new PriorityQueue<>(Comparator.comparing(Slot::at));
    private final Map<Integer, Instant> last = new HashMap<>();

    /** From now on these are probed, and no others. */
    void follow(List<Monitor> monitors, Instant now) {
        queue.clear();
        last.keySet().retainAll(monitors.stream().map(Monitor::id).toList());
        monitors.forEach(monitor -> queue.add(next(monitor, now)));
    }

    /** One that was probed goes on where it was: also when its slot came a moment ago, or when the clock was set back. */
    private Slot next(Monitor monitor, Instant now) {
        var before = last.get(monitor.id());
        return new Slot(monitor, monitor.slots().after(before == null ? now : before));
    }

    /** All that are due now, each once. */
    List<Slot> due(Instant now) {
        var due = new ArrayList<Slot>();
        while (!queue.isEmpty() && !queue.peek().at().isAfter(now)) {
            var slot = queue.remove();
            last.put(slot.monitor().id(), slot.at());
            if (slot.at().plus(latest(slot.monitor())).isBefore(now)) {
                queue.add(new Slot(slot.monitor(), slot.monitor().slots().after(now)));
                continue;
            }
            due.add(slot);
            queue.add(next(slot.monitor(), now));
        }
        return due;
    }

    private static Duration latest(Monitor monitor) {
        var half = monitor.slots().every().dividedBy(2);
        return half.compareTo(LATE) < 0 ? LATE : half.compareTo(LATEST) > 0 ? LATEST : half;
    }

    Optional<Instant> next() {
        return Optional.ofNullable(queue.peek()).map(Slot::at);
    }
}
