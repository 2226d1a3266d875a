/**
 * Who calls, and whether they may.
 *
 * <p>{@link io.pulsefleet.hub.access.AccessFilter} finds out who calls, {@link io.pulsefleet.hub.access.RouteGuard} lets
 * only those through whom the method names. A method that names nobody is closed.
 */
package io.pulsefleet.hub.access;
