package io.pulsefleet.agent.jobs;

import io.pulsefleet.wire.Frame;
import io.pulsefleet.wire.Json;
import io.pulsefleet.wire.MetricSet;
import io.pulsefleet.wire.Shipment;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/** What the agent in the container has sealed. */
final class OnDisk {

    private static final Pattern PLACES = Pattern.compile("\\.p(\\d+)\\.json\\.gz$");

    private OnDisk() {}

    /** In the order of sealing. */
    static List<Shipment> shipments() {
        try (var files = Files.list(folder())) {
            var shipments = new ArrayList<Shipment>();
            for (var file : files.filter(each -> each.toString().endsWith(".json.gz"))
                    .sorted()
                    .toList()) {
                shipments.add(shipmentIn(file));
            }
            return shipments;
        } catch (IOException unreadable) {
            throw new IllegalStateException(unreadable);
        }
    }

    /** What stands behind it are places. */
    private static Shipment shipmentIn(Path file) throws IOException {
        var bytes = Files.readAllBytes(file);
        var marked = PLACES.matcher(file.toString());
        var length = marked.find() ? Integer.parseInt(marked.group(1)) : bytes.length;
        try (var content = new GZIPInputStream(new ByteArrayInputStream(bytes, 0, length))) {
            return Json.read(content, Shipment.class);
        }
    }

    /** The names of its positions. */
    static MetricSet setOf(Frame frame) {
        try {
            var set = folder().resolve("sets").resolve(frame.set() + ".json");
            return Json.read(Files.readAllBytes(set), MetricSet.class);
        } catch (IOException unreadable) {
            throw new IllegalStateException(unreadable);
        }
    }

    static Path folder() {
        return home().resolve("spool");
    }

    static Path home() {
        return Path.of(System.getenv("PULSE_DATA"), "agent");
    }
}
