package io.pulsefleet.agent.collect.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pulsefleet.agent.collect.PayloadPart;
import io.pulsefleet.agent.collect.ServiceCounts;
import io.pulsefleet.agent.collect.UnreadableItemException;
import io.pulsefleet.agent.collect.system.Host.Mount;
import io.pulsefleet.agent.collect.system.Host.Space;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The host in the words of a payload: {@code system_metrics} of PA-07.
 *
 * <pre>
 * {"system": {"hostname": "db1", "cpu_count": 2, "load_average_1min": 0.3, "uptime_seconds": 3600, "os_version": "Debian 12"},
 *  "memory": {"total_bytes": 8000, "used_bytes": 6000, "usage_percent": 75.0},
 *  "disks": [{"device": "/dev/vda1", "mountpoint": "/", "fstype": "ext4", "total_bytes": 1000, ...}],
 *  "services": {"total_services": 40, "running_services": 25, "failed_services": 0}}
 * </pre>
 *
 * <p>A host without systemd has no {@code services}.
 */
@Dependent
final class SystemPart implements PayloadPart {

    private static final String NAME = "PRETTY_NAME=";

    private final Host host;
    private final Optional<ServiceCounts> services;
    private final Path hostname;
    private final Path osRelease;

    @Inject
    SystemPart(Host host, @Any Instance<ServiceCounts> services) {
        this(host, services.stream().findFirst(), Path.of("/proc/sys/kernel/hostname"), Path.of("/etc/os-release"));
    }

    SystemPart(Host host, Optional<ServiceCounts> services, Path hostname, Path osRelease) {
        this.host = host;
        this.services = services;
        this.hostname = hostname;
        this.osRelease = osRelease;
    }

    @Override
    public String type() {
        return "system";
    }

    @Override
    public JsonNode read() throws IOException {
        var part = JsonNodeFactory.instance.objectNode();
        system(part.putObject("system"));
        memory(part.putObject("memory"));
        disks(part);
        services(part);
        return part;
    }

    private void system(ObjectNode system) throws IOException {
        system.put("hostname", Files.readString(hostname).strip());
        system.put("cpu_count", host.cores().size());
        system.put("load_average_1min", host.load().one());
        system.put("uptime_seconds", (long) host.uptimeSeconds());
        system.put("os_version", osVersion());
    }

    private String osVersion() throws IOException {
        if (!Files.exists(osRelease)) {
            return System.getProperty("os.name") + " " + System.getProperty("os.version");
        }
        return Files.readString(osRelease)
                .lines()
                .filter(line -> line.startsWith(NAME))
                .map(line -> line.substring(NAME.length()).replace("\"", ""))
                .findFirst()
                .orElse("Linux");
    }

    private void memory(ObjectNode told) throws IOException {
        var memory = host.memory();
        var used = memory.total() - memory.available();
        told.put("total_bytes", memory.total());
        told.put("used_bytes", used);
        told.put("usage_percent", percent(used, memory.total()));
    }

    /** One that cannot be asked is named beside them. */
    private void disks(ObjectNode part) throws IOException {
        var disks = part.putArray("disks");
        for (var mount : Watched.mounts(host.mounts())) {
            try {
                disk(disks, mount, host.space(mount));
            } catch (UnreadableItemException notNow) {
                part.withArray("unreadable").add(notNow.getMessage());
            }
        }
    }

    /** What cannot be asked now is named, and all else stands. */
    private void services(ObjectNode part) {
        if (services.isEmpty()) {
            return;
        }
        try {
            services.get().read().ifPresent(counts -> {
                var told = part.putObject("services");
                told.put("total_services", counts.total());
                told.put("running_services", counts.running());
                told.put("failed_services", counts.failed());
            });
        } catch (IOException notNow) {
            part.withArray("unreadable").add(notNow.getMessage());
        }
    }

    private static void disk(ArrayNode disks, Mount mount, Space space) {
        var used = space.total() - space.free();
        var disk = disks.addObject();
        disk.put("device", mount.device());
        disk.put("mountpoint", mount.point());
        disk.put("fstype", mount.type());
        disk.put("total_bytes", space.total());
        disk.put("used_bytes", used);
        disk.put("free_bytes", space.available());
        disk.put("usage_percent", percent(used, used + space.available()));
    }

    private static double percent(long part, long whole) {
        return whole == 0 ? 0 : Math.round(part * 10_000.0 / whole) / 100.0;
    }
}
