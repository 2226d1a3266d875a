/**
 * Senders that are not ours: what they send becomes what our own agents send, so that all else works for it by itself.
 *
 * <pre>
 * PA-07 payload   -> document queries,     frames of its numbers    (PA-08)
 * PG-08 messages  -> documents postgresql.*, frames of host metrics (PG-11)
 * </pre>
 */
package io.pulsefleet.hub.ingest;
