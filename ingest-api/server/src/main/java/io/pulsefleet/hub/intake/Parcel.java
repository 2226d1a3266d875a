package io.pulsefleet.hub.intake;

import io.pulsefleet.wire.Shipment;

/**
 * A shipment on its way into the store.
 *
 * @param agent the sender's number
 */
record Parcel(int agent, String segment, Shipment shipment) {}
