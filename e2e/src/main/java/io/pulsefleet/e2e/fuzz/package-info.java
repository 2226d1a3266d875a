/**
 * Malformed requests over all routes of the hub.
 *
 * <p>{@link io.pulsefleet.e2e.fuzz.Api} reads which routes there are from the hub's own description; {@link
 * io.pulsefleet.e2e.fuzz.Garble} breaks what a caller would send there; {@link io.pulsefleet.e2e.fuzz.Fuzz} sends it and
 * judges the answers.
 */
package io.pulsefleet.e2e.fuzz;
