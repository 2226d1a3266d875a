/**
 * What {@code mvn -Pbench verify} measures: one {@link io.pulsefleet.e2e.bench.Subject} per question, each on a stack of its
 * own, all into one {@link io.pulsefleet.e2e.bench.Table}.
 *
 * <p>To add one: a class that is a {@code Subject}, and its line in {@link io.pulsefleet.e2e.bench.Bench}.
 */
package io.pulsefleet.e2e.bench;
