/** The jobs of all agents and of other Liberty servers in one list. */
package io.pulsefleet.hub.jobs;
