package io.pulsefleet.agent.spool;

/**
 * A segment with its content: the gzipped JSON of a shipment without sets, as it goes on the wire.
 *
 * @param places that it advances to; known until it is on the disk, none when it comes from there to be sent
 */
@SuppressWarnings("ArrayRecordComponent") // handed from the disk to the wire, compared by nobody
public record Packed(Segment segment, byte[] content, Places places) {

    Packed(Segment segment, byte[] content) {
        this(segment, content, Places.NONE);
    }
}
