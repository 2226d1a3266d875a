package io.pulsefleet.agent.collect.uptime;

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
 * <p>(1) No slot of a monitor comes twice, also when the clock is set back or the plan changes. (2) Slots that are long over
 * when they would come are left out: the past cannot be probed.
 */
final class Due {

    /** A slot that comes later than this is left out, and the monitor goes on with its next. */
    static final long LATEST_MILLIS = 1_000;

    record Slot(Monitor monitor, Instant at) {}

    private final PriorityQueue<Slot> queue = new PriorityQueue<>(Comparator.comparing(Slot::at));
    private final Map<Integer, Instant> last = new HashMap<>();

    /** From now on these are probed, and no others. */
    void follow(List<Monitor> monitors, Instant now) {
        queue.clear();
        last.keySet().retainAll(monitors.stream().map(Monitor::id).toList());
        monitors.forEach(monitor -> queue.add(next(monitor, now)));
    }

    private Slot next(Monitor monitor, Instant now) {
        var next = monitor.slots().after(now);
        var before = last.get(monitor.id());
        // the clock was set back: not again what was probed already
        return new Slot(
                monitor,
                before == null || next.isAfter(before) ? next : monitor.slots().after(before));
    }

    /** All that are due now, each once. */
    List<Slot> due(Instant now) {
        var due = new ArrayList<Slot>();
        while (!queue.isEmpty() && !queue.peek().at().isAfter(now)) {
            var slot = queue.remove();
            last.put(slot.monitor().id(), slot.at());
            if (slot.at().plusMillis(LATEST_MILLIS).isBefore(now)) {
                queue.add(next(slot.monitor(), now));
                continue;
            }
            due.add(slot);
            queue.add(new Slot(slot.monitor(), slot.monitor().slots().after(slot.at())));
        }
        return due;
    }

    Optional<Instant> next() {
        return Optional.ofNullable(queue.peek()).map(Slot::at);
    }
}
