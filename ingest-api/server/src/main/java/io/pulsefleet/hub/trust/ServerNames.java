package io.pulsefleet.hub.trust;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.TreeSet;

/** What the hub is called, the likeliest name first. */
final class ServerNames {

    private ServerNames() {}

    /** @param given by the settings: they come first */
    static Set<String> of(Collection<String> given) {
        var names = new LinkedHashSet<>(given);
        var hostname = hostname();
        if (hostname.matches("[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?")) {
            names.add(hostname);
        }
        names.add("localhost");
        names.add("127.0.0.1");
        names.add("::1");
        try {
            NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(address -> !address.isLinkLocalAddress() && !address.isLoopbackAddress())
                    .map(InetAddress::getHostAddress)
                    .map(address -> address.replaceFirst("%.*", ""))
                    .forEach(names::add);
        } catch (SocketException none) {
            return names; // a host without cards is known by its name
        }
        return names;
    }

    private static String hostname() {
        try {
            return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
        } catch (IOException notLinux) {
            return "localhost";
        }
    }

    /** Whether the certificate is good for all of these. */
    static boolean areIn(X509Certificate certificate, Collection<String> names) {
        try {
            var stated = new TreeSet<String>();
            var all = certificate.getSubjectAlternativeNames();
            if (all != null) {
                for (var name : all) {
                    stated.add(plain(name.get(1).toString()));
                }
            }
            return names.stream().allMatch(name -> stated.contains(plain(name)));
        } catch (CertificateParsingException unreadable) {
            return false;
        }
    }

    /** One address may be written in several ways. */
    private static String plain(String name) {
        try {
            return Authority.isAddress(name) ? InetAddress.getByName(name).getHostAddress() : name;
        } catch (IOException noAddress) {
            return name;
        }
    }
}
