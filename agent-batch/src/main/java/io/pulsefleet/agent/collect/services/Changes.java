package io.pulsefleet.agent.collect.services;

import static java.util.stream.Collectors.joining;

import io.pulsefleet.wire.HostEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What became of services between two visits, as events. Pure: from what was known and what is, to what is worth telling.
 *
 * <pre>
 * not known   --active--> known      told as started, unless it runs its course (oneshot)
 * any         --failed--> failed     told
 * failed      --active or inactive--> told as recovered, or as cleared
 * active      --inactive--> not known      told as stopped, unless it runs its course
 * active      --active, one restart more--> told as restarted
 * on the way (activating, deactivating, reloading): as it was known
 * </pre>
 *
 * <p>Known are only services that are active, but for those that run their course, and those that failed: of each the state
 * and the number of its restarts. That is the place, one line a service.
 */
final class Changes {

    private static final int MOST = 100;

    /** Of one that systemd does not list: it has stopped and nothing refers to it, or it is not installed any more. */
    private static final String FORGOTTEN = "inactive/dead";

    /** @param state {@code active/running} */
    record Known(String state, long restarts) {

        boolean hasFailed() {
            return state.startsWith("failed");
        }
    }

    private Changes() {}

    static SortedMap<String, Known> known(List<Unit> units, Map<String, Known> before) {
        var known = new TreeMap<String, Known>();
        for (var unit : units) {
            var earlier = Optional.ofNullable(before.get(unit.name()));
            if (unit.hasFailed() || (unit.active().equals("active") && !unit.isOneShot())) {
                known.put(unit.name(), new Known(unit.state(), unit.restarts().orElse(0L)));
            } else if (isOnTheWay(unit)) {
                earlier.ifPresent(one -> known.put(unit.name(), one));
            }
        }
        return known;
    }

    private static boolean isOnTheWay(Unit unit) {
        return !unit.active().equals("active") && !unit.active().equals("inactive");
    }

    static List<HostEvent> between(Map<String, Known> before, Map<String, Known> now, List<Unit> units) {
        var events = new ArrayList<HostEvent>();
        var byName = new TreeMap<String, Unit>();
        units.forEach(unit -> byName.put(unit.name(), unit));
        now.forEach((name, known) -> {
            var unit = Optional.ofNullable(byName.get(name));
            happened(name, Optional.ofNullable(before.get(name)), known, unit).ifPresent(events::add);
        });
        before.forEach((name, known) -> {
            if (!now.containsKey(name)) {
                var state =
                        Optional.ofNullable(byName.get(name)).map(Unit::state).orElse(FORGOTTEN);
                var what = known.hasFailed() ? " has not failed any more: " : " stopped: ";
                events.add(new HostEvent("service.state", name, known.state(), state, name + what + state));
            }
        });
        return events.stream().limit(MOST).toList();
    }

    private static Optional<HostEvent> happened(String name, Optional<Known> before, Known now, Optional<Unit> unit) {
        var from = before.map(Known::state).orElse("inactive");
        if (before.isPresent() && before.get().state().equals(now.state())) {
            return now.restarts() > before.get().restarts()
                    ? Optional.of(new HostEvent(
                            "service.restarted",
                            name,
                            String.valueOf(before.get().restarts()),
                            String.valueOf(now.restarts()),
                            name + " was restarted by systemd"))
                    : Optional.empty();
        }
        var what = now.hasFailed()
                ? " failed: " + unit.map(Unit::result).orElse("")
                : from.startsWith("failed")
                        ? " recovered"
                        : from.startsWith("active") ? " is " + now.state() : " started";
        return Optional.of(new HostEvent("service.state", name, from, now.state(), name + what));
    }

    static String place(Map<String, Known> known) {
        return known.entrySet().stream()
                .map(one -> one.getKey() + " " + one.getValue().state() + " "
                        + one.getValue().restarts())
                .collect(joining("\n"));
    }

    static SortedMap<String, Known> parse(String place) {
        var known = new TreeMap<String, Known>();
        for (var line : place.split("\n", -1)) {
            var words = line.split(" ", -1);
            if (words.length == 3) {
                known.put(words[0], new Known(words[1], Long.parseLong(words[2])));
            }
        }
        return known;
    }
}
