package io.pulsefleet.hub;

/**
 * An event: the database was away and answers again. It may be another one by now, a replica or a backup; whoever
 * remembers what is in it forgets that.
 */
public record DatabaseIsBack() {}
