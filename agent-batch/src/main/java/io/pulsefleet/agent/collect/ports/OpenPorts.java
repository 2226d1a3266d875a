package io.pulsefleet.agent.collect.ports;

import static java.util.stream.Collectors.joining;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Where somebody listens, by name, from visit to visit. What is of a moment, most often, is held back for a while:
 *
 * <pre>
 * opens --is of a moment--> held --listens for so long--> told      opens --is none--> told
 *                           held --closes--> forgotten              told  --closes--> closed
 * </pre>
 *
 * <p>As a text, which is the collector's place: a line each, {@code tcp 127.0.0.1:40001, tab, java}, and behind another tab since
 * when it is held, in seconds.
 */
record OpenPorts(SortedMap<String, Open> byName) {

    /**
     * @param program empty where it is not known
     * @param heldSince empty where it was told
     */
    record Open(String program, Optional<Instant> heldSince) {

        boolean isTold() {
            return heldSince.isEmpty();
        }
    }

    /** @param program who listens there now, or did */
    record Change(boolean opened, String name, String program, Instant at) {}

    /** What is there at the first look is no news. */
    static OpenPorts first(Map<String, String> programs) {
        var now = new TreeMap<String, Open>();
        programs.forEach((name, program) -> now.put(name, new Open(program, Optional.empty())));
        return new OpenPorts(now);
    }

    static OpenPorts parse(String text) {
        var known = new TreeMap<String, Open>();
        for (var line : text.split("\n", -1)) {
            var parts = line.split("\t", 3);
            if (parts.length > 1) {
                known.put(
                        parts[0],
                        new Open(
                                parts[1],
                                Optional.of(parts)
                                        .filter(all -> all.length > 2)
                                        .map(all -> Instant.ofEpochSecond(Long.parseLong(all[2])))));
            }
        }
        return new OpenPorts(known);
    }

    String text() {
        return byName.entrySet().stream()
                .map(one -> one.getKey() + "\t"
                        + one.getValue().program().replaceAll("[\\t\\n]", " ")
                        + one.getValue()
                                .heldSince()
                                .map(since -> "\t" + since.getEpochSecond())
                                .orElse(""))
                .collect(joining("\n"));
    }

    /** @param ofAMoment names of those that are held back at first */
    OpenPorts next(Map<String, String> programs, Set<String> ofAMoment, Instant at, Duration heldFor) {
        var now = new TreeMap<String, Open>();
        programs.forEach((name, program) -> {
            var before = byName.get(name);
            var since = before == null
                    ? Optional.of(at).filter(moment -> ofAMoment.contains(name))
                    : before.heldSince().filter(held -> at.isBefore(held.plus(heldFor)));
            now.put(name, new Open(program, since));
        });
        return new OpenPorts(now);
    }

    List<Change> to(OpenPorts next, Instant at) {
        var changes = new ArrayList<Change>();
        next.byName.forEach((name, open) -> {
            var before = Optional.ofNullable(byName.get(name));
            if (open.isTold() && before.filter(Open::isTold).isEmpty()) {
                var since = before.flatMap(Open::heldSince).orElse(at);
                changes.add(new Change(true, name, open.program(), since));
            }
        });
        byName.forEach((name, open) -> {
            if (open.isTold() && !next.byName.containsKey(name)) {
                changes.add(new Change(false, name, open.program(), at));
            }
        });
        return changes;
    }

    boolean isTold(String name) {
        return byName.containsKey(name) && byName.get(name).isTold();
    }

    /** Without those that are held back. */
    Map<String, String> told() {
        var told = new TreeMap<String, String>();
        byName.forEach((name, open) -> {
            if (open.isTold()) {
                told.put(name, open.program());
            }
        });
        return told;
    }
}
