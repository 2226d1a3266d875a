package io.pulsefleet.store.history;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The policies, asked for one group and kind. */
final class Rules {

    private final Map<Kind, Map<String, Integer>> days = new EnumMap<>(Kind.class);

    Rules(Collection<Policy> policies) {
        for (var policy : policies) {
            if (policy.kind().isOfAgents() || policy.group().equals(Policy.ALL)) {
                days.computeIfAbsent(policy.kind(), none -> new TreeMap<>()).put(policy.group(), policy.days());
            }
        }
    }

    int days(String group, Kind kind) {
        var own = days.getOrDefault(kind, Map.of());
        return own.getOrDefault(group, own.getOrDefault(Policy.ALL, Integer.MAX_VALUE));
    }

    /** Groups that say something of their own. */
    List<String> groups(Kind kind) {
        return days.getOrDefault(kind, Map.of()).keySet().stream()
                .filter(group -> !group.equals(Policy.ALL))
                .toList();
    }

    /** Who must be gone that is so many days old: groups by name, {@link Policy#ALL} for all that say nothing. */
    List<String> over(Kind kind, double ageDays) {
        var over = new ArrayList<String>();
        if (ageDays >= days(Policy.ALL, kind)) {
            over.add(Policy.ALL);
        }
        groups(kind).stream().filter(group -> ageDays >= days(group, kind)).forEach(over::add);
        return over;
    }

    /** After so many days nobody keeps it. */
    int longest(Kind kind) {
        return days.getOrDefault(kind, Map.of()).values().stream()
                .mapToInt(each -> each)
                .max()
                .orElse(Integer.MAX_VALUE);
    }
}
