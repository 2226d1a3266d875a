/** Hands what waits in the spool to the hub, oldest first. */
package io.pulsefleet.agent.deliver;
