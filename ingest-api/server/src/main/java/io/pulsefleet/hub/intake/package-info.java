/**
 * What agents send: read, checked, and made into parcels that {@link io.pulsefleet.hub.commit} stores.
 */
package io.pulsefleet.hub.intake;
