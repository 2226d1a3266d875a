/** Settings that the hub gives to agents. */
package io.pulsefleet.store.fleetsettings;
