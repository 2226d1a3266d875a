package io.pulsefleet.hub.access;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Of which groups of hosts somebody sees anything. */
public record HostGroups(Set<String> names) {

    /** Stands for whichever group, as in retention policies. */
    public static final String EVERY = "*";

    public static final HostGroups ALL = new HostGroups(Set.of(EVERY));

    public HostGroups {
        names = names.contains(EVERY) ? Set.of(EVERY) : Set.copyOf(names);
    }

    public static HostGroups of(Collection<String> names) {
        return new HostGroups(Set.copyOf(names));
    }

    public boolean areAll() {
        return names.contains(EVERY);
    }

    public boolean include(String group) {
        return areAll() || names.contains(group);
    }

    /** Those that are among the others, too. */
    HostGroups within(HostGroups others) {
        if (others.areAll()) {
            return this;
        }
        if (areAll()) {
            return others;
        }
        var both = new TreeSet<>(names);
        both.retainAll(others.names);
        return new HostGroups(both);
    }

    /** As answers show it. */
    List<String> list() {
        return List.copyOf(new TreeSet<>(names));
    }
}
