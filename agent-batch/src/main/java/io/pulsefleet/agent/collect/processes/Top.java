package io.pulsefleet.agent.collect.processes;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/** Those that used most, and of what. */
final class Top {

    private Top() {}

    /** The first {@code most} by CPU, then by memory, then by I/O; nobody is among the first of what he did not use. */
    static Map<Usage, List<String>> of(Collection<Usage> all, int most) {
        var found = new LinkedHashMap<Usage, List<String>>();
        add("cpu", Usage::ticks, all, most, found);
        add("memory", one -> one.isGone() ? 0 : one.last().residentPages(), all, most, found);
        add("io", Usage::io, all, most, found);
        return found;
    }

    private static void add(
            String what, ToLongFunction<Usage> used, Collection<Usage> all, int most, Map<Usage, List<String>> found) {
        all.stream()
                .filter(one -> used.applyAsLong(one) > 0)
                .sorted(Comparator.comparingLong(used)
                        .reversed()
                        .thenComparingInt(one -> one.last().pid()))
                .limit(most)
                .forEach(one ->
                        found.computeIfAbsent(one, none -> new ArrayList<>()).add(what));
    }
}
