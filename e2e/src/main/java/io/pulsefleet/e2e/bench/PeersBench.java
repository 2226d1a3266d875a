package io.pulsefleet.e2e.bench;

import io.pulsefleet.e2e.Ports;
import io.pulsefleet.e2e.fleet.Shape;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

/**
 * VictoriaMetrics and Prometheus on the same samples, where they are installed: an hour of {@value #AGENTS} agents at 10 s by
 * remote write, ten visits a request and one, and what they take on disk. They take what they have in memory for taken.
 */
final class PeersBench implements Subject {

    private static final int AGENTS = 200;
    private static final int VISITS = 360;
    private static final int CONNECTIONS = 8;

    @Override
    public void measure(Ground ground, Table table) throws IOException {
        if (List.of(Peer.Kind.values()).stream().noneMatch(Peer.Kind::isInstalled)) {
            table.skipped("VictoriaMetrics, Prometheus", "not installed: apt-get install victoria-metrics prometheus");
            return;
        }
        for (int visitsARequest : new int[] {10, 1}) {
            var bodies = render(visitsARequest);
            for (var kind : Peer.Kind.values()) {
                if (kind.isInstalled()) {
                    measure(kind, bodies, visitsARequest, ground, table);
                } else {
                    table.skipped(kind.program, "not installed: apt-get install " + kind.program);
                }
            }
        }
    }

    /** By agent, then in the order of time. */
    private static List<List<byte[]>> render(int visitsARequest) {
        var shape = Shape.of(Shipments.POSITIONS);
        var start = Instant.now().minusSeconds(VISITS * 10L).toEpochMilli();
        return IntStream.range(0, AGENTS)
                .mapToObj(agent -> {
                    var write = new RemoteWrite(agent, shape, start);
                    return IntStream.range(0, VISITS / visitsARequest)
                            .mapToObj(i -> write.body(i * visitsARequest, visitsARequest))
                            .toList();
                })
                .toList();
    }

    private static void measure(
            Peer.Kind kind, List<List<byte[]>> bodies, int visitsARequest, Ground ground, Table table)
            throws IOException {
        try (var peer = new Peer(kind, ground.emptyFolder(kind.program), Ports.free())) {
            var samples = (long) AGENTS * VISITS * Shipments.POSITIONS;
            var what = "%s, remote write, %d visits x 150 values a request, %d connections"
                    .formatted(kind.program, visitsARequest, CONNECTIONS);
            var began = System.nanoTime();
            var writes = new PeerWrites(
                    kind,
                    CONNECTIONS,
                    AGENTS,
                    VISITS / visitsARequest,
                    (agent, request) -> bodies.get(agent).get(request));
            try (var load = new Load(Ground.loopback(peer.port()), CONNECTIONS, writes)) {
                load.awaitEnd();
            }
            table.row(what, "samples/s", "%,.0f", samples / ((System.nanoTime() - began) / 1e9));
            if (visitsARequest > 1) { // the same samples whatever requests they came in
                var onDisk = "%s, %,d samples on disk, merged".formatted(kind.program, samples);
                table.row(onDisk, "bytes/sample", "%.2f", peer.packedBytes() / (double) samples);
            }
        }
    }
}
