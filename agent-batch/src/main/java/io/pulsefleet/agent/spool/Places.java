package io.pulsefleet.agent.spool;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How far each target was read: a text that only its collector understands, as the end of a window or offsets in files.
 *
 * <p>(1) A place is numbered when its segment is sealed, and of two places of one target the higher number stands. So
 * what is kept and what the segments carry may be merged in any order and more often than once. (2) Numbers only grow.
 *
 * @param byTarget by collector and target, as {@code queries/shop}
 */
record Places(SortedMap<String, Place> byTarget) {

    static final Places NONE = new Places(new TreeMap<>());

    record Place(long number, String text) {}

    Places {
        if (byTarget == null || byTarget.values().stream().anyMatch(place -> place == null || place.text == null)) {
            throw new IllegalArgumentException("byTarget: each must have a place");
        }
        byTarget = Collections.unmodifiableSortedMap(byTarget);
    }

    Optional<String> of(String target) {
        return Optional.ofNullable(byTarget.get(target)).map(Place::text);
    }

    boolean isEmpty() {
        return byTarget.isEmpty();
    }

    /** These and no others, numbered behind all that are known here. */
    Places following(Map<String, String> texts) {
        var number = byTarget.values().stream().mapToLong(Place::number).max().orElse(0) + 1;
        var next = new TreeMap<String, Place>();
        texts.forEach((target, text) -> next.put(target, new Place(number, text)));
        return new Places(next);
    }

    Places merge(Places others) {
        var merged = new TreeMap<>(byTarget);
        others.byTarget.forEach((target, place) -> merged.merge(target, place, Places::newer));
        return new Places(merged);
    }

    private static Place newer(Place one, Place other) {
        return one.number >= other.number ? one : other;
    }
}
