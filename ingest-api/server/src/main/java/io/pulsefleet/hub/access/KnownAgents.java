package io.pulsefleet.hub.access;

import java.util.Optional;

/** Agents whose token was right when the database was asked last. */
public interface KnownAgents {

    /** Without asking the database; empty: it may be right nevertheless. */
    Optional<Caller.Agent> remembered(String token);

    /** The same, however long ago it was right: for as long as there is no database to be asked. */
    Optional<Caller.Agent> rememberedEver(String token);
}
