package io.pulsefleet.hub.settings;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;

/**
 * One setting that is another, or set, or set no more.
 *
 * @param from null: it was not set
 * @param to null: it is set no more
 */
public record Change(String name, String from, String to) {

    static List<Change> between(Map<String, String> before, Map<String, String> after) {
        var names = new TreeSet<>(before.keySet());
        names.addAll(after.keySet());
        return names.stream()
                .filter(name -> !Objects.equals(before.get(name), after.get(name)))
                .map(name -> new Change(name, before.get(name), after.get(name)))
                .toList();
    }

    @Override
    public String toString() {
        return "%s: %s -> %s".formatted(name, from == null ? "not set" : from, to == null ? "not set" : to);
    }
}
