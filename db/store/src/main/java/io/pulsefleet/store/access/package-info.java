/** Users and their sessions, and the keys of senders that are not ours. */
package io.pulsefleet.store.access;
