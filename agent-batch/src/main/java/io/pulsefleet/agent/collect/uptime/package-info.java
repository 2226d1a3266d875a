/**
 * Whether what others offer is up, as seen from here (UO-01, UO-04).
 *
 * <pre>
 * Engine: due slots --> Prober of the kind --> Attempt (phases, address, answer) --> Heartbeat --> Outbox --visit--> documents
 * </pre>
 *
 * <p>Who may probe is no matter of this package: somebody hands it a lease and monitors.
 */
package io.pulsefleet.agent.collect.uptime;
