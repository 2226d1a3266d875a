/**
 * Agents as far as their connections go: each has a key and a certificate of its own, a channel, and a connection for its
 * heartbeats, and comes back by the agent's own rules. Thousands of them share a few threads.
 */
package io.pulsefleet.e2e.connected;
