package io.pulsefleet.wire;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** Not a test: how long a shipment takes to read. The figures are in ADR 0012. */
final class ParsingMeasure {

    private static final int POSITIONS = 150;
    private static final int ROUNDS = 3;
    private static final long LASTING_NANOS = 500_000_000L;

    private ParsingMeasure() {}

    private interface Reading {
        Object read(byte[] json) throws IOException;
    }

    public static void main(String[] args) throws IOException {
        for (int frames : List.of(1, 10)) {
            var json = Json.bytes(Shipment.ofFrames(frames(frames)));
            System.out.printf("%d frames of %d values, %d bytes%n", frames, POSITIONS, json.length);
            measure(
                    "Jackson databind",
                    json,
                    frames,
                    body -> Json.read(new ByteArrayInputStream(body), Shipment.class));
            measure("by hand", json, frames, body -> QuickShipment.read(body).orElseThrow());
        }
    }

    private static void measure(String name, byte[] json, int frames, Reading reading) throws IOException {
        var best = Double.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            var began = cpu();
            var count = 0;
            for (; (count & 0xff) != 0 || cpu() - began < LASTING_NANOS; count++) {
                if (reading.read(json) == null) {
                    throw new IllegalStateException(name);
                }
            }
            best = Math.min(best, (cpu() - began) / 1e3 / count / frames);
        }
        System.out.printf(Locale.ROOT, "  %-20s %.2f us a frame%n", name, best);
    }

    /** The thread's own time: what others do on the machine is not measured. */
    private static long cpu() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static List<Frame> frames(int count) {
        var random = new Random(1);
        var frames = new ArrayList<Frame>();
        for (int i = 0; i < count; i++) {
            var values = new double[POSITIONS];
            for (int v = 0; v < POSITIONS; v++) {
                values[v] = switch (v % 8) {
                    case 0, 1 -> v * 1024;
                    case 2, 3 -> random.nextInt(1 << 30);
                    case 4 -> random.nextInt(1_000);
                    case 5 -> random.nextInt(10_000) / 100.0;
                    case 6 -> random.nextDouble();
                    default -> v % 16 == 7 ? Frame.MISSING : random.nextInt(1 << 20);
                };
            }
            frames.add(
                    new Frame("0123456789abcdef0123456789abcdef", Instant.ofEpochSecond(1_795_000_000L + i), values));
        }
        return frames;
    }
}
