/** What is asked of agents, which commands they know, and which hub holds the channel of each. */
package io.pulsefleet.store.command;
