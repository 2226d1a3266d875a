package io.pulsefleet.e2e.bench;

import static io.pulsefleet.e2e.load.Request.ascii;

import io.pulsefleet.e2e.load.Request;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicIntegerArray;

/** Remote writes of some agents over some connections. What belongs to one series comes in the order of time. */
final class PeerWrites implements Load.Source {

    private final byte[] start;
    private final byte[] headers = ascii(String.join(
            "\r\n",
            " HTTP/1.1",
            "Host: localhost",
            "Content-Type: application/x-protobuf",
            "Content-Encoding: snappy",
            "X-Prometheus-Remote-Write-Version: 0.1.0",
            ""));
    private final int agentsEach;
    private final int requestsOfAgent;
    private final Bodies bodies;
    private final AtomicIntegerArray sent;

    /** Asked for each agent's in their order. */
    @FunctionalInterface
    interface Bodies {
        byte[] of(int agent, int request);
    }

    /** @param agents a multiple of the connections */
    PeerWrites(Peer.Kind kind, int connections, int agents, int requestsOfAgent, Bodies bodies) {
        this.start = ascii("POST " + kind.write);
        this.sent = new AtomicIntegerArray(connections);
        this.agentsEach = agents / connections;
        this.requestsOfAgent = requestsOfAgent;
        this.bodies = bodies;
    }

    @Override
    public Optional<Request> next(int connection) {
        var number = sent.getAndIncrement(connection);
        var request = number / agentsEach; // round by round over the connection's agents
        if (request >= requestsOfAgent) {
            return Optional.empty();
        }
        var agent = connection * agentsEach + number % agentsEach;
        return Optional.of(Request.of(start, new byte[0], headers, bodies.of(agent, request)));
    }
}
