package io.pulsefleet.agent.push;

import io.pulsefleet.wire.Shipment;
import java.util.List;

/** What a receiver wants of what was sealed, each as the body of a request. */
interface Wanted {

    List<byte[]> of(Shipment shipment);
}
