/** Whether this agent is the one that probes for its datacenter: it asks the hub, and steers the prober by the answer (UO-06). */
package io.pulsefleet.agent.uptime;
