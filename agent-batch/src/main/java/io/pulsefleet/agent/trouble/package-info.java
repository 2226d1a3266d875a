/** What hinders the agent now: said once in the log, and with every heartbeat as long as it lasts. */
package io.pulsefleet.agent.trouble;
