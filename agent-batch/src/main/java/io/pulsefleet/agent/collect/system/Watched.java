package io.pulsefleet.agent.collect.system;

import static java.util.Comparator.comparing;
import static java.util.Comparator.comparingInt;
import static java.util.function.BinaryOperator.minBy;
import static java.util.stream.Collectors.toMap;

import io.pulsefleet.agent.collect.system.Host.Disk;
import io.pulsefleet.agent.collect.system.Host.Link;
import io.pulsefleet.agent.collect.system.Host.Mount;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What of a host is worth a series: that which its owner would call a disk, a network card, a file system. The answers
 * are in a stable order.
 */
final class Watched {

    /** Whole disks, as Linux names them. */
    private static final Pattern DISK =
            Pattern.compile("(sd|hd|vd|xvd|dasd)[a-z]+|nvme\\d+n\\d+|mmcblk\\d+|rbd\\d+|pmem\\d+");

    /** Interfaces of containers and virtual machines, tunnels that the kernel always offers, and the host to itself. */
    private static final Pattern INNER_LINK = Pattern.compile("lo|veth.*|docker.*|podman.*|br-[0-9a-f]{12}"
            + "|cni.*|flannel.*|cali.*|cilium.*|azv.*|eni[0-9a-f]{11}|kube-.*|nodelocaldns|lxc.*|lxd.*|virbr.*|vnet\\d+|tap.*"
            + "|ifb\\d+|dummy\\d+|teql\\d+|(tunl|sit|gre|gretap|erspan|ip6gre|ip6tnl|ip_vti|ip6_vti)0");

    /** Images, full by nature. */
    private static final Set<String> IMAGES = Set.of("squashfs", "erofs", "iso9660");

    /** Below these, container engines and snap mount what is already seen elsewhere. */
    private static final List<String> INNER_POINTS = List.of(
            "/snap/",
            "/etc/",
            "/var/lib/docker/",
            "/var/lib/containers/",
            "/var/lib/containerd/",
            "/var/lib/kubelet/",
            "/var/snap/",
            "/var/lib/snapd/");

    private Watched() {}

    /**
     * Whole disks. Not their partitions, nor what is laid over disks (LVM, RAID, encryption, loops), lest a byte is
     * counted twice; nor memory that poses as a disk, nor drives for discs.
     */
    static List<Disk> disks(List<Disk> all) {
        return all.stream()
                .filter(disk -> DISK.matcher(disk.name()).matches())
                .sorted(comparing(Disk::name))
                .toList();
    }

    /**
     * Cards, real or given by a hypervisor, and what a person sets up over them: bonds, bridges, VLANs, VPNs. Not the
     * loopback, nor the many that containers and virtual machines bring along.
     */
    static List<Link> links(List<Link> all) {
        return all.stream()
                .filter(link -> !INNER_LINK.matcher(link.name()).matches())
                .sorted(comparing(Link::name))
                .toList();
    }

    /**
     * File systems on a device of the host, each once, at its shortest mount point; and {@code /}, whatever it is.
     *
     * <p>That leaves out pseudo file systems, memory, containers' overlays, snap's images, and what other machines
     * serve: a share that hangs would hold for ever whoever asks for its space.
     */
    static List<Mount> mounts(List<Mount> all) {
        var visible = all.stream().collect(toMap(Mount::point, mount -> mount, (hidden, above) -> above));
        var roots = Stream.ofNullable(visible.get("/"));
        var others = visible.values().stream().filter(Watched::isOnDevice).filter(mount -> !isInner(mount));
        return Stream.concat(roots, others)
                .collect(toMap(
                        Mount::device,
                        mount -> mount,
                        minBy(comparingInt(Watched::depth).thenComparing(Mount::point))))
                .values()
                .stream()
                .sorted(comparing(Mount::point))
                .toList();
    }

    private static boolean isOnDevice(Mount mount) {
        var device = mount.device();
        return mount.type().equals("zfs") || (device.startsWith("/dev/") && !device.equals("/dev/fuse"));
    }

    private static boolean isInner(Mount mount) {
        return IMAGES.contains(mount.type()) || INNER_POINTS.stream().anyMatch(mount.point()::startsWith);
    }

    private static int depth(Mount mount) {
        return mount.point().length();
    }
}
