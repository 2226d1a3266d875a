package io.pulsefleet.hub.log;

import java.time.Instant;

/**
 * A shipment that was found good, on its way through the log.
 *
 * @param agent stands for it in the store; what one agent sends stays in its order
 * @param segment with the agent, the key: read twice, it is stored once
 * @param takenAt when the hub took it; what is too old or too new is told from this moment, however long it waits
 * @param body the shipment, as the contract writes it
 */
@SuppressWarnings("ArrayRecordComponent") // it is handed on, never compared
public record Entry(int agent, String segment, Instant takenAt, byte[] body) {}
