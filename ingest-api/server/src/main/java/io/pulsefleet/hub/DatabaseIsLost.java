package io.pulsefleet.hub;

/** An event: a connection broke, or nobody is let in, or nothing may be written. Before it is used again it is looked at anew. */
public record DatabaseIsLost() {}
