/**
 * Malformed requests over all routes of the hub, and malformed messages over its channel.
 *
 * <p>{@link io.pulsefleet.e2e.fuzz.Api} reads which routes there are from the hub's own description; {@link
 * io.pulsefleet.e2e.fuzz.Garble} breaks what a caller would send there; {@link io.pulsefleet.e2e.fuzz.Fuzz} sends it and
 * judges the answers. {@link io.pulsefleet.e2e.fuzz.ChannelFuzz} opens channels and sends over them what it should not.
 */
package io.pulsefleet.e2e.fuzz;
