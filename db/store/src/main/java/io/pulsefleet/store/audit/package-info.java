/**
 * Who did what, as a chain: each row bears the hash of the one before it, so nothing of it can be changed unseen.
 *
 * <p>{@link io.pulsefleet.store.audit.Chain} writes, {@link io.pulsefleet.store.audit.Verifier} looks whether it is whole.
 */
package io.pulsefleet.store.audit;
