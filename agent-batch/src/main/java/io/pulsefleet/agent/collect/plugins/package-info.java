/**
 * Numbers of the user's own (SP-11): files that others write ({@link io.pulsefleet.agent.collect.plugins.TextFile}), programs
 * that are run ({@link io.pulsefleet.agent.collect.plugins.Program}), and Java servers that are asked
 * ({@link io.pulsefleet.agent.collect.plugins.HttpEndPoint}, {@link io.pulsefleet.agent.collect.plugins.JmxEndPoint}).
 */
package io.pulsefleet.agent.collect.plugins;
