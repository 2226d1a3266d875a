package io.pulsefleet.agent.fleet;

import static java.util.Comparator.comparing;

import com.sun.management.OperatingSystemMXBean;
import io.pulsefleet.wire.Registration.HostFacts;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** What kind of host this is, as the JVM and a few files of Linux tell. */
final class ThisHost {

    /** Bridges and tunnels that a host makes for itself: other hosts rarely know it by these. */
    private static final Pattern INNER = Pattern.compile("(docker|veth|br-|virbr|cni|flannel|tun|tap).*");

    private ThisHost() {}

    static HostFacts facts() {
        return new HostFacts(
                hostname(),
                addresses(),
                osName(),
                System.getProperty("os.version"),
                System.getProperty("os.arch"),
                Runtime.getRuntime().availableProcessors(),
                memoryBytes());
    }

    static String hostname() {
        try {
            return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
        } catch (IOException notLinux) {
            return InetAddress.getLoopbackAddress().getHostName();
        }
    }

    private static List<String> addresses() {
        try {
            return NetworkInterface.networkInterfaces()
                    .sorted(comparing(card -> INNER.matcher(card.getName()).matches()))
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
                    .sorted(comparing(Inet6Address.class::isInstance))
                    .map(ThisHost::withoutZone)
                    .toList();
        } catch (SocketException none) {
            return List.of();
        }
    }

    private static String withoutZone(InetAddress address) {
        return address.getHostAddress().replaceFirst("%.*", "");
    }

    private static String osName() {
        try (var lines = Files.lines(Path.of("/etc/os-release"))) {
            return lines.filter(line -> line.startsWith("PRETTY_NAME="))
                    .map(line -> line.substring("PRETTY_NAME=".length()).replace("\"", ""))
                    .findFirst()
                    .orElse(System.getProperty("os.name"));
        } catch (IOException notLinux) {
            return System.getProperty("os.name");
        }
    }

    private static long memoryBytes() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
    }
}
