/** How commands come to this agent and their outcomes go back: over the channel, or with its heartbeats (PU-01, PU-03). */
package io.pulsefleet.agent.channel;
