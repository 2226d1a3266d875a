/** The agent's folder, how files are kept in it, and where settings come from. */
package io.pulsefleet.agent.home;
