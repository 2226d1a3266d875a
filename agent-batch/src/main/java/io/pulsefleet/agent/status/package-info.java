/** How this agent is: for its console and for whoever asks for its health. */
package io.pulsefleet.agent.status;
