package io.pulsefleet.agent.collect.uptime;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Addresses as people write them. */
final class Addresses {

    private static final Pattern V4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");
    private static final Pattern V6 = Pattern.compile("[0-9A-Fa-f.]*:[0-9A-Fa-f.]*:[0-9A-Fa-f:.]*(%[A-Za-z0-9_.-]+)?");

    private Addresses() {}

    static boolean isLiteral(String host) {
        return V4.matcher(host).matches() || V6.matcher(host).matches();
    }

    /** Asks nobody. */
    static Optional<InetAddress> literal(String host) {
        if (!isLiteral(host)) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByName(host));
        } catch (UnknownHostException broken) {
            return Optional.empty();
        }
    }

    /** @param family {@code 4}, {@code 6}, or another or null for any; then those of IPv4 come first */
    static List<InetAddress> of(String family, List<InetAddress> all) {
        var four = all.stream().filter(Inet4Address.class::isInstance).toList();
        var six = all.stream().filter(Inet6Address.class::isInstance).toList();
        if ("4".equals(family)) {
            return four;
        }
        return "6".equals(family) || four.isEmpty()
                ? six
                : java.util.stream.Stream.concat(four.stream(), six.stream()).toList();
    }
}
