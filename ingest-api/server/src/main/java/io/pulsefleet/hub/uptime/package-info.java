/** What must be up: described by people, probed by agents, judged here. */
package io.pulsefleet.hub.uptime;
