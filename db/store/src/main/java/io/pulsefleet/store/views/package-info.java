/** Addresses of the console that people keep under a name. */
package io.pulsefleet.store.views;
