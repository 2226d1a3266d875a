package io.pulsefleet.agent.collect.system;

import io.pulsefleet.wire.Metric;
import java.io.IOException;
import java.util.List;

/** One side of the host: what it emits and how that follows from what the host tells. */
interface Subject {

    List<Metric> metrics();

    void read(Host host, Sheet sheet) throws IOException;
}
