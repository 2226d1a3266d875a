/**
 * What was taken becomes history: three jobs pack closed hours, roll up days that are over, and remove what is too old.
 *
 * <p>Only this package knows Jakarta Batch. The work itself is {@code store.history}; each piece of it is one transaction
 * that leaves all as it was or does it all, so a run that is killed needs no restart: the next one, of this hub or another,
 * goes on with what is left.
 */
package io.pulsefleet.hub.retain;
