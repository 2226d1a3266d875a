/**
 * The host: CPU, memory, swap, file systems, disks, network.
 *
 * <p>A reading comes from {@link io.pulsefleet.agent.collect.system.Host}, the one place that asks the operating
 * system; {@link io.pulsefleet.agent.collect.system.Watched} chooses what is worth a series;
 * {@link io.pulsefleet.agent.collect.system.SystemCollector} computes. Only this package knows OSHI.
 */
package io.pulsefleet.agent.collect.system;
