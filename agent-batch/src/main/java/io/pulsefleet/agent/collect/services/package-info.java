/**
 * The services of a host, as systemd keeps them: their state, what they use, what happens to them, and its timers.
 *
 * <p>{@link io.pulsefleet.agent.collect.services.Systemd} asks, one call for all of them.
 */
package io.pulsefleet.agent.collect.services;
