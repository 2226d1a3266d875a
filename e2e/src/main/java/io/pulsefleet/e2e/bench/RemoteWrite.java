package io.pulsefleet.e2e.bench;

import io.pulsefleet.e2e.fleet.Shape;
import io.pulsefleet.e2e.fleet.Values;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.xerial.snappy.Snappy;

/**
 * The same numbers as an agent's, as VictoriaMetrics and Prometheus take them: a protobuf {@code WriteRequest}, packed with
 * snappy.
 *
 * <pre>
 * WriteRequest { 1: TimeSeries { 1: Label { 1: name, 2: value }, 2: Sample { 1: double value, 2: int64 milliseconds } } }
 * </pre>
 */
final class RemoteWrite {

    private static final int STEP_MILLIS = 10_000;

    private final List<byte[]> labels = new ArrayList<>();
    private final Values values;
    private final long startMillis;

    RemoteWrite(int agent, Shape shape, long startMillis) {
        this.values = new Values(agent, shape.positions());
        this.startMillis = startMillis;
        for (var position : shape.set().positions()) {
            var named = new TreeMap<String, String>(); // the protocol wants them sorted
            position.labels().forEach((name, value) -> named.put(name.replace('.', '_'), value));
            named.put("agent", "sim-%05d".formatted(agent));
            named.put("__name__", position.metric().replace('.', '_'));
            labels.add(labels(named));
        }
    }

    /** A body with the visits from the given one on; call it with growing ones. */
    byte[] body(int firstVisit, int visits) {
        var read = new double[visits][];
        for (int i = 0; i < visits; i++) {
            read[i] = values.at(firstVisit + i).clone();
        }
        var request = new ByteArrayOutputStream();
        for (int position = 0; position < labels.size(); position++) {
            var series = new ByteArrayOutputStream();
            series.writeBytes(labels.get(position));
            for (int i = 0; i < visits; i++) {
                part(series, 2, sample(read[i][position], startMillis + (firstVisit + i) * (long) STEP_MILLIS));
            }
            part(request, 1, series.toByteArray());
        }
        try {
            return Snappy.compress(request.toByteArray());
        } catch (IOException ourBug) {
            throw new UncheckedIOException(ourBug);
        }
    }

    private static byte[] labels(Map<String, String> named) {
        var all = new ByteArrayOutputStream();
        named.forEach((name, value) -> {
            var label = new ByteArrayOutputStream();
            part(label, 1, name.getBytes(StandardCharsets.UTF_8));
            part(label, 2, value.getBytes(StandardCharsets.UTF_8));
            part(all, 1, label.toByteArray());
        });
        return all.toByteArray();
    }

    private static byte[] sample(double value, long millis) {
        var sample = new ByteArrayOutputStream();
        sample.write((1 << 3) | 1);
        sample.writeBytes(ByteBuffer.allocate(Double.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putDouble(value)
                .array());
        sample.write(2 << 3);
        number(sample, millis);
        return sample.toByteArray();
    }

    private static void part(ByteArrayOutputStream out, int field, byte[] bytes) {
        out.write((field << 3) | 2);
        number(out, bytes.length);
        out.writeBytes(bytes);
    }

    private static void number(ByteArrayOutputStream out, long number) {
        var rest = number;
        while (rest > 0x7f) {
            out.write((int) (rest & 0x7f) | 0x80);
            rest >>>= 7;
        }
        out.write((int) rest);
    }
}
