package io.pulsefleet.agent.push;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pulsefleet.wire.Frame;
import io.pulsefleet.wire.MetricSet;
import io.pulsefleet.wire.Position;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A visit of the host in the words of a listener's system metrics (PG-04, PG-08): PA-07's where it has one, and the
 * disks' counters beside them. What the visit did not find is left out.
 *
 * <pre>
 * {"cpu": {"count": 2, "percent": 12.5}, "load_1m": 0.3, "load_5m": 0.2, "load_15m": 0.1, "uptime_seconds": 3600,
 *  "memory": {"total_bytes": 8000, "used_bytes": 6000, "usage_percent": 75.0},
 *  "disks": [{"device": "/dev/vda1", "mountpoint": "/", "fstype": "ext4", "total_bytes": 1000, "used_bytes": 400,
 *             "free_bytes": 600, "usage_percent": 40.0}],
 *  "disk_io": {"vda": {"read_bytes": 12, "write_bytes": 34, "reads": 1, "writes": 2}}}
 * </pre>
 */
final class HostWords {

    private static final String TARGET = "host";

    private final ObjectNode told = JsonNodeFactory.instance.objectNode();
    private final Map<String, ObjectNode> disks = new LinkedHashMap<>();
    private double available = Double.NaN;

    private HostWords() {}

    static boolean speakOf(MetricSet set) {
        return set.collector().equals("system") && set.target().equals(TARGET);
    }

    static ObjectNode of(MetricSet set, Frame frame) {
        var words = new HostWords();
        for (int i = 0; i < set.positions().size(); i++) {
            var value = frame.values()[i];
            if (Double.isFinite(value)) { // missing is a NaN
                words.add(set.positions().get(i), value);
            }
        }
        return words.finished();
    }

    private void add(Position position, double value) {
        switch (position.metric()) {
            case "system.cpu.logical.count" -> told.withObject("/cpu").put("count", (long) value);
            case "system.cpu.utilization" -> busy(value);
            case "system.cpu.load_average" -> load(position.labels().get("over"), value);
            case "system.uptime" -> told.put("uptime_seconds", (long) value);
            case "system.memory.limit" -> told.withObject("/memory").put("total_bytes", (long) value);
            case "system.memory.linux.available" -> available = value;
            case "system.memory.utilization" -> told.withObject("/memory").put("usage_percent", percent(value));
            case "system.filesystem.usage" -> space(position, (long) value);
            case "system.filesystem.utilization" -> disk(position).put("usage_percent", percent(value));
            case "system.disk.io" -> disk(position, "_bytes", (long) value);
            case "system.disk.operations" -> disk(position, "s", (long) value);
            default -> {}
        }
    }

    /** Of all modes together, as far as they are not idle. */
    private void busy(double share) {
        var cpu = told.withObject("/cpu");
        cpu.put("percent", percent(cpu.path("percent").asDouble(0) / 100 + share));
    }

    private void load(String over, double value) {
        told.put("load_" + over, value);
    }

    private ObjectNode disk(Position position) {
        var labels = position.labels();
        var point = labels.get("system.filesystem.mountpoint");
        return disks.computeIfAbsent(
                point,
                newOne -> JsonNodeFactory.instance
                        .objectNode()
                        .put("device", labels.get("system.device"))
                        .put("mountpoint", point)
                        .put("fstype", labels.get("system.filesystem.type"))
                        .put("total_bytes", 0L));
    }

    /** Its states add up to the whole. */
    private void space(Position position, long bytes) {
        var disk = disk(position);
        disk.put("total_bytes", disk.path("total_bytes").asLong() + bytes);
        var state = position.labels().get("system.filesystem.state");
        Stream.of("used", "free").filter(state::equals).forEach(known -> disk.put(known + "_bytes", bytes));
    }

    private void disk(Position position, String what, long value) {
        var labels = position.labels();
        told.withObject("/disk_io")
                .withObject("/" + labels.get("system.device").replace("~", "~0").replace("/", "~1"))
                .put(labels.get("disk.io.direction") + what, value);
    }

    private ObjectNode finished() {
        var memory = told.path("memory");
        if (memory instanceof ObjectNode known && known.has("total_bytes") && Double.isFinite(available)) {
            known.put("used_bytes", known.path("total_bytes").asLong() - (long) available);
        }
        if (!disks.isEmpty()) {
            told.putArray("disks").addAll(disks.values());
        }
        return told;
    }

    private static double percent(double share) {
        return Math.round(share * 10_000) / 100.0;
    }
}
