/**
 * PostgreSQL's log: its three formats, what its entries mean, and what of them is not to be told.
 *
 * <p>Bytes become entries ({@link io.pulsefleet.agent.collect.pglog.Format}), entries are named
 * ({@link io.pulsefleet.agent.collect.pglog.Events}) and cleared of secrets
 * ({@link io.pulsefleet.agent.collect.pglog.Redaction}). All of that is arithmetic on bytes and texts; files and places are
 * the tail's.
 */
package io.pulsefleet.agent.collect.pglog;
