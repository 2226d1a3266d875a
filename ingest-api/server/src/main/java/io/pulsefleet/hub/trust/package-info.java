/**
 * Whom the hub trusts, and why others may trust it: its own certificate authority, join tokens, the certificates of hosts.
 *
 * <p>{@link io.pulsefleet.hub.trust.Authority} is the X.509 work, pure; {@link io.pulsefleet.hub.trust.Enrolling} lets hosts
 * in, {@link io.pulsefleet.hub.trust.Holders} knows who shows a certificate.
 */
package io.pulsefleet.hub.trust;
