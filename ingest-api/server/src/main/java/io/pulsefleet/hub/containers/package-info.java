/** What agents told of the containers of their hosts, as it was told: the newest snapshot up to a moment, and the events. */
package io.pulsefleet.hub.containers;
