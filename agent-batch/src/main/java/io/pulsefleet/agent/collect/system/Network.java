package io.pulsefleet.agent.collect.system;

import static io.pulsefleet.wire.Metric.counter;

import io.pulsefleet.agent.collect.system.Host.Traffic;
import io.pulsefleet.wire.Metric;
import java.io.IOException;
import java.util.List;

/**
 * What went over the network.
 *
 * <p>The conventions label {@code packet.count} with {@code system.device} and its three siblings with the interface's
 * name; here all four have the name, so that one condition chooses one interface.
 */
final class Network implements Subject {

    private static final String NAME = "network.interface.name";
    private static final String DIRECTION = "network.io.direction";

    private static final Metric BYTES = counter("system.network.io", "By", "Bytes received and sent.", NAME, DIRECTION);
    private static final Metric PACKETS =
            counter("system.network.packet.count", "{packet}", "Packets received and sent.", NAME, DIRECTION);
    private static final Metric ERRORS =
            counter("system.network.errors", "{error}", "Faults in receiving and sending.", NAME, DIRECTION);
    private static final Metric DROPPED = counter(
            "system.network.packet.dropped", "{packet}", "Packets dropped though they had no fault.", NAME, DIRECTION);

    @Override
    public List<Metric> metrics() {
        return List.of(BYTES, PACKETS, ERRORS, DROPPED);
    }

    @Override
    public void read(Host host, Sheet sheet) throws IOException {
        for (var link : Watched.links(host.links())) {
            put(link.received(), link.name(), "receive", sheet);
            put(link.sent(), link.name(), "transmit", sheet);
        }
    }

    private static void put(Traffic traffic, String name, String direction, Sheet sheet) {
        sheet.put(BYTES, traffic.bytes(), name, direction);
        sheet.put(PACKETS, traffic.packets(), name, direction);
        sheet.put(ERRORS, traffic.errors(), name, direction);
        sheet.put(DROPPED, traffic.dropped(), name, direction);
    }
}
