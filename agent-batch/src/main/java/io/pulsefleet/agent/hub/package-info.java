/** The hub as the agent sees it: how to call it, what its answers mean, whether it can be reached. */
package io.pulsefleet.agent.hub;
