package io.pulsefleet.agent.collect.uptime;

import static io.pulsefleet.wire.uptime.ErrorClass.DNS_FAILED;
import static io.pulsefleet.wire.uptime.ErrorClass.DNS_NOT_FOUND;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * Finds the addresses of a name as the host does by {@code /etc/hosts} and {@code /etc/resolv.conf}; each time anew: what is
 * remembered is not measured. Other sources of names, as LDAP or mDNS, are not asked.
 */
final class Resolver {

    private final Supplier<NameServers> servers;
    private final Path hosts;

    Resolver(Supplier<NameServers> servers, Path hosts) {
        this.servers = servers;
        this.hosts = hosts;
    }

    /** @param given servers; none: those of {@code /etc/resolv.conf}, as it is at each look-up */
    static Resolver of(List<InetSocketAddress> given) {
        return new Resolver(
                () -> given.isEmpty() ? NameServers.in(lines(Path.of("/etc/resolv.conf"))) : NameServers.only(given),
                Path.of("/etc/hosts"));
    }

    /** @throws ProbeFailedException when there is none */
    NameServers servers() throws ProbeFailedException {
        var all = servers.get();
        if (all.servers().isEmpty()) {
            throw new ProbeFailedException(DNS_FAILED, "there is no name server in /etc/resolv.conf");
        }
        return all;
    }

    /** In the order in which they are to be tried; never empty. */
    List<InetAddress> addresses(String host, String family, Attempt attempt) throws IOException {
        attempt.watch.enter(Stopwatch.Phase.DNS);
        var known = Addresses.literal(host).map(List::of).orElseGet(() -> inHosts(host));
        if (!known.isEmpty()) {
            return refusingNone(host, family, Addresses.of(family, known));
        }
        var all = servers();
        ProbeFailedException first = null;
        for (var name : all.candidates(host)) {
            try {
                return refusingNone(host, family, Addresses.of(family, ask(name, family, all, attempt)));
            } catch (ProbeFailedException notThis) {
                first = first == null || name.equals(host) ? notThis : first;
                if (notThis.error() != DNS_NOT_FOUND) {
                    break;
                }
            }
        }
        throw first;
    }

    private List<InetAddress> ask(String name, String family, NameServers all, Attempt attempt) throws IOException {
        var types = "4".equals(family)
                ? List.of(DnsRecord.A)
                : "6".equals(family) ? List.of(DnsRecord.AAAA) : List.of(DnsRecord.A, DnsRecord.AAAA);
        var addresses = new ArrayList<InetAddress>();
        var answers =
                DnsClient.ask(all, name, types, answer -> has(answer, types.get(0)) || answer.code() != 0, attempt);
        for (var answer : answers.answers().values()) {
            refuse(name, answer.code());
            for (var found : answer.answers()) {
                if (types.contains(found.type())) {
                    addresses.add(InetAddress.getByName(found.text()));
                }
            }
        }
        return addresses;
    }

    private static boolean has(DnsMessage answer, DnsRecord type) {
        return answer.answers().stream().anyMatch(found -> found.type() == type);
    }

    /** What a code means. */
    static void refuse(String name, int code) throws ProbeFailedException {
        if (code == DnsMessage.NO_SUCH_NAME) {
            throw new ProbeFailedException(DNS_NOT_FOUND, "there is no name " + name);
        }
        if (code != DnsMessage.NO_ERROR) {
            throw new ProbeFailedException(
                    DNS_FAILED,
                    "the name server does not answer for " + name + ": "
                            + switch (code) {
                                case 1 -> "format error";
                                case 2 -> "server failure";
                                case 4 -> "not implemented";
                                case 5 -> "refused";
                                default -> "code " + code;
                            });
        }
    }

    private static List<InetAddress> refusingNone(String host, String family, List<InetAddress> found)
            throws ProbeFailedException {
        if (found.isEmpty()) {
            throw new ProbeFailedException(
                    DNS_NOT_FOUND,
                    host + " has no address" + ("4".equals(family) || "6".equals(family) ? " of IPv" + family : ""));
        }
        return found;
    }

    private List<InetAddress> inHosts(String host) {
        var wanted = host.toLowerCase(Locale.ROOT);
        var found = new ArrayList<InetAddress>();
        for (var line : lines(hosts)) {
            var words = List.of(line.replaceFirst("#.*", "").strip().split("\\s+", -1));
            if (words.size() > 1
                    && words.subList(1, words.size()).stream()
                            .anyMatch(name -> name.toLowerCase(Locale.ROOT).equals(wanted))) {
                Addresses.literal(words.get(0)).ifPresent(found::add);
            }
        }
        if (found.isEmpty() && wanted.equals("localhost")) {
            Addresses.literal("127.0.0.1").ifPresent(found::add);
        }
        return found;
    }

    /** A file that is not there says nothing. */
    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException none) {
            return List.of();
        }
    }
}
