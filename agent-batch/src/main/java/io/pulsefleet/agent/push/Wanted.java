package io.pulsefleet.agent.push;

import io.pulsefleet.agent.spool.Copies.Definitions;
import io.pulsefleet.wire.Shipment;
import java.io.IOException;
import java.util.List;

/** What a receiver wants of what was sealed, each as the body of a request. */
interface Wanted {

    /** @throws IOException when a definition that it needs cannot be read now */
    List<byte[]> of(Shipment shipment, Definitions definitions) throws IOException;
}
