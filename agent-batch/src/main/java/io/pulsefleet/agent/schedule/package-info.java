/** When jobs run: shifts follow the plan, visits fall on a grid that all hosts share. */
package io.pulsefleet.agent.schedule;
