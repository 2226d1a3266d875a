/** The authority, the tokens with which hosts join, and the certificates that they were given. */
package io.pulsefleet.store.trust;
