/** Who of many may do what must be done once. */
package io.pulsefleet.store.lease;
