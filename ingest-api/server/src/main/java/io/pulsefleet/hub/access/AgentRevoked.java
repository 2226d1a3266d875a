package io.pulsefleet.hub.access;

import java.util.UUID;

/** An event: an agent's rights were taken away, or its proofs are others now; whoever remembers it forgets it. */
public record AgentRevoked(UUID agent) {}
