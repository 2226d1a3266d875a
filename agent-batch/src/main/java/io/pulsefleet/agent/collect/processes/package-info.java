/**
 * The processes of a host: how many in what state, who takes what there is, and those that somebody wants watched.
 *
 * <p>{@link io.pulsefleet.agent.collect.processes.Stat} is read of all of them, the rest only of those that are told.
 */
package io.pulsefleet.agent.collect.processes;
