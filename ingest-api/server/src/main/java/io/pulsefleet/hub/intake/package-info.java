/**
 * What agents send, into the store: checked, then written with its receipt in one transaction.
 *
 * <p>{@link io.pulsefleet.hub.intake.Warehouse} takes a list of parcels, so that many can share a transaction.
 */
package io.pulsefleet.hub.intake;
