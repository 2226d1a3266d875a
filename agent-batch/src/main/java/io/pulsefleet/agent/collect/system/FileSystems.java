package io.pulsefleet.agent.collect.system;

import static io.pulsefleet.wire.Metric.gauge;
import static java.util.stream.Collectors.toMap;

import io.pulsefleet.agent.collect.UnreadableItemException;
import io.pulsefleet.agent.collect.system.Host.Mount;
import io.pulsefleet.agent.collect.system.Host.Space;
import io.pulsefleet.wire.Frame;
import io.pulsefleet.wire.HostEvent;
import io.pulsefleet.wire.Metric;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** How full the file systems are, as df(1) counts. */
final class FileSystems implements Subject {

    private static final String DEVICE = "system.device";
    private static final String POINT = "system.filesystem.mountpoint";
    private static final String TYPE = "system.filesystem.type";
    private static final String STATE = "system.filesystem.state";

    private static final Metric USAGE = gauge(
            "system.filesystem.usage",
            "By",
            "Space by state: free for anyone, reserved for root. The three together are the whole.",
            DEVICE,
            POINT,
            TYPE,
            STATE);
    private static final Metric UTILIZATION = gauge(
            "system.filesystem.utilization",
            "1",
            "Share that is used of what is not reserved: df's Use%.",
            DEVICE,
            POINT,
            TYPE);
    private static final Metric INODES = gauge(
            "system.filesystem.inodes.usage",
            "{inode}",
            "Inodes by state, of a file system that can run out of them.",
            DEVICE,
            POINT,
            TYPE,
            STATE);

    private static final Metric READ_ONLY = gauge(
            "system.filesystem.readonly",
            "1",
            "1 where nothing can be written: mounted so, or made so by the kernel after a fault.",
            DEVICE,
            POINT,
            TYPE);

    private Map<String, Mount> before = Map.of();

    @Override
    public List<Metric> metrics() {
        return List.of(USAGE, UTILIZATION, INODES, READ_ONLY);
    }

    @Override
    public void read(Host host, Sheet sheet) throws IOException {
        var mounts = Watched.mounts(host.mounts());
        for (var mount : mounts) {
            tellRemount(before.getOrDefault(mount.point(), mount), mount, sheet);
            try {
                put(mount, host.space(mount), sheet);
            } catch (UnreadableItemException item) {
                sheet.put(item);
            }
        }
        before = mounts.stream().collect(toMap(Mount::point, mount -> mount));
    }

    private static void tellRemount(Mount before, Mount now, Sheet sheet) {
        if (before.device().equals(now.device()) && before.readOnly() != now.readOnly()) {
            sheet.put(new HostEvent(
                    "filesystem.remounted",
                    now.point(),
                    access(before),
                    access(now),
                    now.point() + " on " + now.device()
                            + (now.readOnly() ? " is read-only now" : " can be written again")));
        }
    }

    private static String access(Mount mount) {
        return mount.readOnly() ? "ro" : "rw";
    }

    private static void put(Mount mount, Space space, Sheet sheet) {
        var used = space.total() - space.free();
        var open = used + space.available();
        putState(USAGE, used, mount, "used", sheet);
        putState(USAGE, space.available(), mount, "free", sheet);
        putState(USAGE, space.free() - space.available(), mount, "reserved", sheet);
        var share = open == 0 ? Frame.MISSING : (double) used / open;
        sheet.put(UTILIZATION, share, mount.device(), mount.point(), mount.type());
        sheet.put(READ_ONLY, mount.readOnly() ? 1 : 0, mount.device(), mount.point(), mount.type());
        if (space.inodes() > 0) {
            putState(INODES, space.inodes() - space.freeInodes(), mount, "used", sheet);
            putState(INODES, space.freeInodes(), mount, "free", sheet);
        }
    }

    private static void putState(Metric metric, long value, Mount mount, String state, Sheet sheet) {
        sheet.put(metric, value, mount.device(), mount.point(), mount.type(), state);
    }
}
