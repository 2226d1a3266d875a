package io.pulsefleet.agent.push;

/**
 * One request's body that waits for its receiver.
 *
 * @param name of its file, in the order of sealing; of one in memory only: nowhere
 */
@SuppressWarnings("ArrayRecordComponent") // handed from the disk to the wire, compared by nobody
record Letter(String name, byte[] body) {}
