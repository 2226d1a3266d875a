package io.pulsefleet.hub.access;

import io.pulsefleet.store.fleet.Named;
import io.pulsefleet.store.fleet.Roster;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * The hosts that the caller of this request may see. A host out of reach is as one that does not exist: whoever looks for
 * it by id or name, or asks for all, finds nothing of it.
 */
@RequestScoped
public class Reach {

    /** A number that no agent has: what is asked of it alone has no answer. */
    private static final List<Integer> NOBODY = List.of(-1);

    @Inject
    Roster roster;

    /** Nobody's, until it is known who calls. */
    private HostGroups groups = new HostGroups(Set.of());

    private boolean hasCaller;

    void isOf(Caller caller) {
        hasCaller = true;
        groups = caller.groups();
    }

    /**
     * For what is done without a caller.
     *
     * @throws IllegalStateException when there is one, who would see more than may be
     */
    void isWhole() {
        if (hasCaller) {
            throw new IllegalStateException("this is done for a caller, within what is in reach of him");
        }
        groups = HostGroups.ALL;
    }

    /** Whether it is every host, whichever come. */
    public boolean isWholeFleet() {
        return groups.areAll();
    }

    public boolean includesGroup(String group) {
        return groups.include(group);
    }

    public boolean includes(UUID agent) {
        return isWholeFleet() || all().stream().anyMatch(named -> named.id().equals(agent));
    }

    /** By hostname. */
    public List<Named> all() {
        return isWholeFleet() ? roster.all() : roster.of(groups.names());
    }

    /** Those whose hostname or id is among these. */
    public List<Named> called(Collection<String> names) {
        var found = roster.called(names);
        if (isWholeFleet()) {
            return found;
        }
        var reached = all().stream().map(Named::number).collect(Collectors.toSet());
        return found.stream().filter(named -> reached.contains(named.number())).toList();
    }

    /** For questions to which no number means: of all. */
    public List<Integer> numbersOrNoneForAll() {
        if (isWholeFleet()) {
            return List.of();
        }
        var numbers = all().stream().map(Named::number).toList();
        return numbers.isEmpty() ? NOBODY : numbers;
    }
}
