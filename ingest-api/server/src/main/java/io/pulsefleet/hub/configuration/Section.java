package io.pulsefleet.hub.configuration;

import io.pulsefleet.hub.http.Tree;
import java.util.List;

/** A part of what is configured at the hub, in its feature's own words. CDI finds it. */
public interface Section {

    /** As it stands in the document. */
    String name();

    /** All of it, as maps, lists, texts, numbers and flags; without secrets. */
    Object export();

    /**
     * Has it so. What the part does not name stays.
     *
     * @return what becomes other than it was, in the order in which it is done
     * @throws jakarta.ws.rs.WebApplicationException with all that is wrong, each with its line
     */
    List<Difference> apply(Tree part, How how);

    /** All of the document is stored. */
    default void stored() {}

    /**
     * @param dryRun only say what would become other
     * @param prune whether things go that the part does not name
     * @param by who does it
     */
    record How(boolean dryRun, boolean prune, String by) {

        How asDryRun() {
            return new How(true, prune, by);
        }
    }

    /**
     * @param what the kind of thing, as monitor
     * @param change added, changed, removed
     * @param fields that are others
     */
    record Difference(String what, String name, String change, List<String> fields) {}
}
