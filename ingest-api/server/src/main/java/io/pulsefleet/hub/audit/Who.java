package io.pulsefleet.hub.audit;

import io.pulsefleet.hub.access.Caller;
import java.security.Principal;

/**
 * Who is called what in the log.
 *
 * @param kind user, token, agent or nobody
 */
record Who(String name, String kind) {

    static final Who NOBODY = new Who("", "nobody");

    /** @param caller null: nobody has said who it is */
    static Who of(Principal caller) {
        return caller instanceof Caller known ? new Who(known.getName(), known.kind()) : NOBODY;
    }
}
