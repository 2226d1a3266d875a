/** Lists with their filters, saved under a name: an address of the console, for oneself or for all. */
package io.pulsefleet.hub.views;
