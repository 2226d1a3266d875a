package io.pulsefleet.hub.access;

import java.util.Optional;

/** Agents whose token was right a moment ago. */
public interface KnownAgents {

    /** Without asking the database; empty: it may be right nevertheless. */
    Optional<Caller.Agent> remembered(String token);
}
