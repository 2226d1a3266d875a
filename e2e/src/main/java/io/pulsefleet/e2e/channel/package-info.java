/** The hub's side of the agents' channel, to try it without a hub (PU-16). */
package io.pulsefleet.e2e.channel;
