package io.pulsefleet.agent.collect;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;

/** What this host is: system, CPU, memory, disks, network (PU-09). */
public interface Hardware {

    /** As of now. */
    ObjectNode look() throws IOException;
}
