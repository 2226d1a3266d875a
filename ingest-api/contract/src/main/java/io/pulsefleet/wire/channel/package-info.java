/** What hub and agent say over the agent's WebSocket, and how a command describes itself: docs/reference/channel.md. */
package io.pulsefleet.wire.channel;
