/**
 * Who did what: every request of a person or a script that changes something, and every deed that another feature tells
 * of, is written into a chain that nobody can change unseen.
 *
 * <pre>
 * request -> DeedFilter: begun -> the resource, Changes -> DeedFilter \
 * Event&lt;Deed&gt; -------------------------------------------------------> AuditLog -> Flood -> store.audit.Chain
 * </pre>
 *
 * <p>(1) What is done is answered when it is on record, or has been in the same transaction. (2) While the log cannot be
 * written nothing may be changed. (3) What was begun by a hub that is gone is on record as failed.
 */
package io.pulsefleet.hub.audit;
