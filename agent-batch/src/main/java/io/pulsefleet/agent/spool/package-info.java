/** What was read and is not yet with the hub. The only thing between reading and sending. */
package io.pulsefleet.agent.spool;
