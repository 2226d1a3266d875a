/** Readings: sets, frames, and the receipts that make a shipment count once. */
package io.pulsefleet.store.metrics;
