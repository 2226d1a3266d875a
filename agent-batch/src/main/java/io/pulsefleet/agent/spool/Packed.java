package io.pulsefleet.agent.spool;

/** A segment with its content: the gzipped JSON of a shipment without sets, as it goes on the wire. */
@SuppressWarnings("ArrayRecordComponent") // handed from the disk to the wire, compared by nobody
public record Packed(Segment segment, byte[] content) {}
