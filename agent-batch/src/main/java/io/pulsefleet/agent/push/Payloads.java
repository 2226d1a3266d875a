package io.pulsefleet.agent.push;

import io.pulsefleet.agent.spool.Copies.Definitions;
import io.pulsefleet.wire.Shipment;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The payload of each window, as it was sealed: its UUID is the same however often it is sent (PA-06). */
record Payloads() implements Wanted {

    private static final String KIND = "queries";

    @Override
    public List<byte[]> of(Shipment shipment, Definitions definitions) {
        return shipment.documents().stream()
                .filter(document -> document.kind().equals(KIND))
                .map(document -> document.body().text().getBytes(StandardCharsets.UTF_8))
                .toList();
    }
}
