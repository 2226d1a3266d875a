/**
 * The process with rights beside this agent, as the agent asks it: one request, one answer, over a Unix socket. What it
 * permits, a list on the host says. The protocol: {@code docs/reference/supervisor.md}.
 */
package io.pulsefleet.agent.supervisor;
