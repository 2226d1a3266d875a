package io.pulsefleet.agent.push;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefleet.wire.Frame;
import io.pulsefleet.wire.MetricSet;
import io.pulsefleet.wire.Position;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The host in the words of a listener (PG-04, PG-08). */
class HostWordsTest {

    private static final Map<String, String> ROOT =
            Map.of("system.device", "/dev/vda1", "system.filesystem.mountpoint", "/", "system.filesystem.type", "ext4");

    private final List<Position> positions = new ArrayList<>();
    private final List<Double> values = new ArrayList<>();

    @Test
    void cpuMemoryDisksAndTheirTraffic() {
        found(2, "system.cpu.logical.count", Map.of());
        found(0.10, "system.cpu.utilization", Map.of("cpu.mode", "user"));
        found(0.025, "system.cpu.utilization", Map.of("cpu.mode", "system"));
        found(0.3, "system.cpu.load_average", Map.of("over", "1m"));
        found(0.1, "system.cpu.load_average", Map.of("over", "15m"));
        found(8_000, "system.memory.limit", Map.of());
        found(2_000, "system.memory.linux.available", Map.of());
        found(0.75, "system.memory.utilization", Map.of());
        found(400, "system.filesystem.usage", with(ROOT, "system.filesystem.state", "used"));
        found(600, "system.filesystem.usage", with(ROOT, "system.filesystem.state", "free"));
        found(50, "system.filesystem.usage", with(ROOT, "system.filesystem.state", "reserved"));
        found(0.4, "system.filesystem.utilization", ROOT);
        found(12, "system.disk.io", Map.of("system.device", "cciss/c0d0", "disk.io.direction", "read"));
        found(34, "system.disk.operations", Map.of("system.device", "cciss/c0d0", "disk.io.direction", "write"));
        found(3_600, "system.uptime", Map.of());
        found(Frame.MISSING, "system.disk.io", Map.of("system.device", "sda", "disk.io.direction", "read"));
        found(7, "system.entropy.available", Map.of());

        assertThat(words())
                .isEqualTo("{'cpu':{'count':2,'percent':12.5},'load_1m':0.3,'load_15m':0.1,"
                        + "'memory':{'total_bytes':8000,'usage_percent':75.0,'used_bytes':6000},"
                        + "'disk_io':{'cciss/c0d0':{'read_bytes':12,'writes':34}},'uptime_seconds':3600,"
                        + "'disks':[{'device':'/dev/vda1','mountpoint':'/','fstype':'ext4','total_bytes':1050,"
                        + "'used_bytes':400,'free_bytes':600,'usage_percent':40.0}]}");
    }

    @Test
    void aVisitThatFoundNothingSaysNothing() {
        found(Frame.MISSING, "system.memory.limit", Map.of());

        assertThat(words()).isEqualTo("{}");
    }

    private void found(double value, String metric, Map<String, String> labels) {
        positions.add(new Position(metric, null, null, labels));
        values.add(value);
    }

    private String words() {
        var set = new MetricSet("system", "host", positions);
        var frame = new Frame(
                set.hash(),
                Instant.parse("2026-11-21T10:15:00Z"),
                values.stream().mapToDouble(value -> value).toArray());
        return HostWords.of(set, frame).toString().replace('"', '\'');
    }

    private static Map<String, String> with(Map<String, String> labels, String name, String value) {
        var more = new TreeMap<>(labels);
        more.put(name, value);
        return more;
    }
}
