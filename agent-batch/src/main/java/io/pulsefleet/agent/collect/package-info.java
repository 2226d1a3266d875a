/**
 * Collectors: each reads one kind of target and says what it saw.
 *
 * <p>A collector is one package beside this one. CDI finds it; nobody registers. Nothing here knows Jakarta Batch, the
 * spool or the network to the hub.
 */
package io.pulsefleet.agent.collect;
