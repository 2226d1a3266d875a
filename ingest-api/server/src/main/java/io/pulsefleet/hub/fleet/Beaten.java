package io.pulsefleet.hub.fleet;

import io.pulsefleet.hub.access.Caller;

/**
 * An event: an agent's heartbeat came.
 *
 * @param boot the start of the agent that it is of
 * @param from the address that it came from
 */
public record Beaten(Caller.Agent agent, String boot, String from) {}
