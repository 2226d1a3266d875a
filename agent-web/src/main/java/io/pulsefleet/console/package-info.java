/**
 * The agent's own REST API, for its console on this host: how the agent is, and its jobs.
 *
 * <p>{@link io.pulsefleet.console.Gate} closes every route that it does not name as open. The pages beside it are the same
 * that the hub shows; these classes are not part of the hub's console.
 */
package io.pulsefleet.console;
