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
        if (caller == null) {
            return NOBODY;
        }
        if (caller instanceof Caller.Agent) {
            return new Who(caller.getName(), "agent");
        }
        return new Who(caller.getName(), caller instanceof Caller.User ? "user" : "token");
    }
}
