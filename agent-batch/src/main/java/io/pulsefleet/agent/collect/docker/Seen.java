package io.pulsefleet.agent.collect.docker;

import java.util.Optional;

/**
 * A container, and what was learned of it.
 *
 * @param used empty where it does not run, or could not be measured
 * @param cpus that it kept busy since the visit before; empty at the first
 */
record Seen(Container container, Optional<Container.Detail> detail, Optional<Used> used, Optional<Double> cpus) {}
