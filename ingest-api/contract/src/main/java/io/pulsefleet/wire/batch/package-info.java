/**
 * How one execution of a Jakarta Batch job is told, whoever ran it: an agent of ours, or another Open Liberty server. What
 * it consists of follows {@code jakarta.batch.runtime}: instance, execution, step, partition, metrics.
 */
package io.pulsefleet.wire.batch;
