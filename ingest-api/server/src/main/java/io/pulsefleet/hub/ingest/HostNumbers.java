package io.pulsefleet.hub.ingest;

import static io.pulsefleet.wire.Metric.gauge;

import com.fasterxml.jackson.databind.JsonNode;
import io.pulsefleet.wire.Metric;
import java.time.Instant;
import java.util.Optional;

/**
 * What others tell of a host, under the names that our own agents use, so that the same charts show it: the
 * {@code system_metrics} of PA-07 and the system metrics of PG-08. What has no such name is
 * {@code pulsefleet.sender.value{name="docker.summary.running_containers"}}.
 */
final class HostNumbers {

    private static final Metric CPUS = gauge("system.cpu.logical.count", "{cpu}", "Cores.");
    private static final Metric CPU =
            gauge("system.cpu.utilization", "1", "Share of the CPU time, by mode.", "cpu.mode");
    private static final Metric LOAD =
            gauge("system.cpu.load_average", "{thread}", "Threads that ran or waited.", "over");
    private static final Metric UPTIME = gauge("system.uptime", "s", "Time since the host started.");
    private static final Metric LIMIT = gauge("system.memory.limit", "By", "Memory of the host.");
    private static final Metric MEMORY = gauge("system.memory.usage", "By", "By state.", "system.memory.state");
    private static final Metric MEMORY_SHARE = gauge("system.memory.utilization", "1", "Share that is in use.");
    private static final String[] OF_DISK = {"system.device", "system.filesystem.mountpoint", "system.filesystem.type"};
    private static final Metric SPACE = gauge(
            "system.filesystem.usage",
            "By",
            "By state.",
            OF_DISK[0],
            OF_DISK[1],
            OF_DISK[2],
            "system.filesystem.state");
    private static final Metric SPACE_SHARE = gauge("system.filesystem.utilization", "1", "Share in use.", OF_DISK);
    private static final Metric OTHER = gauge("pulsefleet.sender.value", "1", "Whatever has no other name.", "name");

    private static final int MOST_DISKS = 500;
    private static final int DEEPEST = 8;

    private final Sheet sheet;

    private HostNumbers(Instant at) {
        sheet = new Sheet("system", "host", at);
    }

    /** Of PA-07: {@code stats} with {@code system_metrics} and {@code docker_metrics}. */
    static Optional<Sheet.Filled> ofStats(JsonNode stats, Instant at) {
        var host = new HostNumbers(at);
        host.system(stats.path("system_metrics"));
        host.others("docker", stats.path("docker_metrics"), 0);
        return host.sheet.filled();
    }

    /** Of PG-08: in the shape of PA-07 as well, or flat. */
    static Optional<Sheet.Filled> ofMessage(JsonNode metrics, Instant at) {
        var host = new HostNumbers(at);
        host.system(metrics);
        return host.sheet.filled();
    }

    private void system(JsonNode told) {
        number(told, "/system/cpu_count", "/cpu/count", "/cpu_count").ifPresent(count -> sheet.put(CPUS, count));
        percent(told, "/cpu_percent", "/cpu_usage_percent", "/cpu/percent", "/cpu/usage_percent")
                .ifPresent(share -> sheet.put(CPU, share, "user"));
        load(
                told,
                "1m",
                "/system/load_average_1min",
                "/load_average_1min",
                "/load_1m",
                "/load_average/0",
                "/cpu/load_1m");
        load(
                told,
                "5m",
                "/system/load_average_5min",
                "/load_average_5min",
                "/load_5m",
                "/load_average/1",
                "/cpu/load_5m");
        load(
                told,
                "15m",
                "/system/load_average_15min",
                "/load_average_15min",
                "/load_15m",
                "/load_average/2",
                "/cpu/load_15m");
        number(told, "/system/uptime_seconds", "/uptime_seconds").ifPresent(seconds -> sheet.put(UPTIME, seconds));
        memory(told);
        disks(told.path("disks").isArray() ? told.path("disks") : told.path("disk"));
        others("", told, 0);
    }

    private void load(JsonNode told, String over, String... places) {
        number(told, places).ifPresent(load -> sheet.put(LOAD, load, over));
    }

    private void memory(JsonNode told) {
        var total = number(told, "/memory/total_bytes", "/memory/total", "/memory_total_bytes");
        var used = number(told, "/memory/used_bytes", "/memory/used", "/memory_used_bytes");
        total.ifPresent(bytes -> sheet.put(LIMIT, bytes));
        used.ifPresent(bytes -> sheet.put(MEMORY, bytes, "used"));
        if (total.isPresent() && used.isPresent()) {
            sheet.put(MEMORY, total.get() - used.get(), "free");
        }
        percent(told, "/memory/usage_percent", "/memory/percent", "/memory_percent", "/memory_usage_percent")
                .or(() -> used.flatMap(bytes -> total.filter(all -> all > 0).map(all -> bytes / all)))
                .ifPresent(share -> sheet.put(MEMORY_SHARE, share));
    }

    private void disks(JsonNode disks) {
        for (int i = 0; disks.isArray() && i < Math.min(disks.size(), MOST_DISKS); i++) {
            disk(disks.get(i));
        }
    }

    private void disk(JsonNode disk) {
        var labels = new String[] {
            disk.path("device").asText(""),
            disk.path("mountpoint").asText(""),
            disk.path("fstype").asText("")
        };
        for (var label : labels) {
            if (label.length() > 500 || label.indexOf('\0') >= 0) {
                return;
            }
        }
        number(disk, "/used_bytes").ifPresent(used -> sheet.put(SPACE, used, labels[0], labels[1], labels[2], "used"));
        number(disk, "/free_bytes").ifPresent(free -> sheet.put(SPACE, free, labels[0], labels[1], labels[2], "free"));
        percent(disk, "/usage_percent", "/percent").ifPresent(share -> sheet.put(SPACE_SHARE, share, labels));
    }

    /** Every number in objects, by its path; what stands in lists has no name that stays. */
    private void others(String path, JsonNode node, int depth) {
        if (!node.isObject() || depth > DEEPEST) {
            return;
        }
        node.properties().forEach(field -> {
            var name = path.isEmpty() ? field.getKey() : path + "." + field.getKey();
            if (field.getValue().isNumber() && !isNamed(name) && name.length() <= 200 && name.indexOf('\0') < 0) {
                sheet.put(OTHER, field.getValue().doubleValue(), name);
            }
            others(name, field.getValue(), depth + 1);
        });
    }

    /** What has a name of its own above. */
    private static boolean isNamed(String path) {
        return switch (path) {
            case "system.cpu_count",
                    "system.load_average_1min",
                    "system.uptime_seconds",
                    "memory.total_bytes",
                    "memory.used_bytes",
                    "memory.usage_percent" -> true;
            default -> false;
        };
    }

    private static Optional<Double> number(JsonNode told, String... places) {
        for (var place : places) {
            var node = told.at(place);
            if (node.isNumber()) {
                return Optional.of(node.doubleValue());
            }
        }
        return Optional.empty();
    }

    private static Optional<Double> percent(JsonNode told, String... places) {
        return number(told, places).map(percent -> percent / 100);
    }
}
