/** Users and their sessions. */
package io.pulsefleet.store.access;
