/**
 * The agent's Jakarta Batch jobs: what their JSL names, and {@link io.pulsefleet.agent.jobs.Jobs}, which alone starts and
 * stops them.
 *
 * <pre>
 * a collecting job is a shift:  VisitReader -> StampProcessor -> SpoolWriter, one visit = one chunk = one sealed segment
 * the delivery is a shift:      DeliverBatchlet
 * </pre>
 */
package io.pulsefleet.agent.jobs;
