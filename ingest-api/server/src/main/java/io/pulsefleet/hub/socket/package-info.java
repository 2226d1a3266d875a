/** WebSockets of whatever kind: how they are opened and closed on this server, and what it would keep of them (PU-01, SP-09). */
package io.pulsefleet.hub.socket;
