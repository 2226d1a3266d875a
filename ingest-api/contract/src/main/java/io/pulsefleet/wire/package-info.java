/**
 * The words that the agent and the hub speak.
 *
 * <pre>
 * agent                                                             hub
 *   Registration       -- POST /api/v1/agents/register ----------->   Registered
 *   Heartbeat          -- POST /api/v1/agents/{id}/heartbeat ----->   HeartbeatAnswer (its time, the plan)
 *   Shipment           -- PUT  /api/v1/agents/{id}/shipments/{segment} --> 201 taken, 204 known,
 *                                                                     409 UnknownSets: send those sets along
 * </pre>
 *
 * <p>Every message once sent is kept as a fixture in this module's tests and must stay readable: fields are added,
 * never renamed; a reader ignores what it does not know.
 */
package io.pulsefleet.wire;
