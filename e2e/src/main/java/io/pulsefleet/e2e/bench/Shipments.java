package io.pulsefleet.e2e.bench;

import io.pulsefleet.e2e.fleet.Credentials;
import io.pulsefleet.e2e.fleet.Shape;
import io.pulsefleet.e2e.fleet.Values;
import io.pulsefleet.e2e.load.Request;
import io.pulsefleet.wire.Frame;
import io.pulsefleet.wire.Json;
import io.pulsefleet.wire.Shipment;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;

/**
 * Shipments rendered and packed before the clock starts, for many agents. Each body bears moments of its own, and no agent
 * sends one twice before all others have been sent.
 */
final class Shipments {

    static final int POSITIONS = 150;

    private static final int AGENTS = 1_000;
    private static final int BODIES = 2_000;
    private static final int HOSTS = 16;

    private final List<Credentials> agents =
            IntStream.range(0, AGENTS).mapToObj(i -> Credentials.of(1, i)).toList();
    private final Shape shape = Shape.of(POSITIONS);
    private final int[] nextSegment = new int[AGENTS];

    /** Makes the agents known, and the set, with a frame: what no frame names is not kept. */
    void introduce(InetSocketAddress hub, String joinToken) throws IOException {
        sendOnce(
                hub, agents.stream().map(agent -> agent.registration(joinToken)).toList());
        var now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        var frame = new Frame(shape.hash(), now, new double[POSITIONS]);
        var first = packed(Shipment.ofFrames(List.of(frame)).with(List.of(shape.set())));
        sendOnce(
                hub,
                IntStream.range(0, AGENTS)
                        .mapToObj(agent -> shipment(agent, first))
                        .toList());
    }

    private static void sendOnce(InetSocketAddress hub, List<Request> requests) throws IOException {
        var next = new AtomicInteger();
        try (var load = new Load(hub, 16, connection -> {
            var index = next.getAndIncrement();
            return index < requests.size() ? Optional.of(requests.get(index)) : Optional.empty();
        })) {
            load.awaitEnd();
        }
    }

    /** Never ends. */
    Load.Source ofFrames(int frames) {
        var bodies = bodies(frames);
        var next = new AtomicInteger();
        return connection -> {
            var number = next.getAndIncrement() & Integer.MAX_VALUE;
            return Optional.of(shipment(number % AGENTS, bodies.get(number / AGENTS % BODIES)));
        };
    }

    private Request shipment(int agent, byte[] body) {
        return agents.get(agent).shipment(nextSegment[agent]++, body);
    }

    private List<byte[]> bodies(int frames) {
        var start = Instant.ofEpochSecond(Instant.now().getEpochSecond() - (long) BODIES * frames);
        var hosts = IntStream.range(0, HOSTS)
                .mapToObj(host -> new Values(host, POSITIONS))
                .toList();
        var bodies = new ArrayList<byte[]>();
        for (int i = 0; i < BODIES; i++) {
            var visits = new ArrayList<Frame>();
            for (int k = 0; k < frames; k++) {
                var values =
                        hosts.get(i % HOSTS).at((long) i / HOSTS * frames + k).clone();
                visits.add(new Frame(shape.hash(), start.plusSeconds((long) i * frames + k), values));
            }
            bodies.add(packed(Shipment.ofFrames(visits)));
        }
        return bodies;
    }

    private static byte[] packed(Shipment shipment) {
        var bytes = new ByteArrayOutputStream(8_192);
        try (var gzip = new GZIPOutputStream(bytes)) {
            Json.write(shipment, gzip);
        } catch (IOException ourBug) {
            throw new UncheckedIOException(ourBug);
        }
        return bytes.toByteArray();
    }
}
