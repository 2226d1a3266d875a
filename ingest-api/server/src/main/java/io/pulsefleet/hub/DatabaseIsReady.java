package io.pulsefleet.hub;

/** An event: the schema is what this version needs. It comes again when the database was away. */
public record DatabaseIsReady() {}
