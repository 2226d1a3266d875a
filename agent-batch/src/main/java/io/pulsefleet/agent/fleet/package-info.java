/** The agent as one of a fleet: who it is, that it is alive, and what the hub plans for it. */
package io.pulsefleet.agent.fleet;
