/** Commands: asked by people, sent over the agents' channels, answered, kept (PU-01 to PU-05, SP-06). */
package io.pulsefleet.hub.command;
