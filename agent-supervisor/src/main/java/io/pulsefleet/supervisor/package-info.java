/**
 * The process with rights. It is asked over a Unix socket by the agent, which has none, and does what a list on this host
 * permits, and nothing else.
 *
 * <pre>
 * Door (who asks, one line) -> Request (is it one) -> AllowList (may it be) -> Deeds (units, logs, echoes) -> Answer
 * </pre>
 */
package io.pulsefleet.supervisor;
