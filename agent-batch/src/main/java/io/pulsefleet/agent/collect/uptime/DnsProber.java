package io.pulsefleet.agent.collect.uptime;

import io.pulsefleet.wire.uptime.Answer;
import io.pulsefleet.wire.uptime.Check;
import io.pulsefleet.wire.uptime.CheckKind;
import io.pulsefleet.wire.uptime.DnsCheck;
import io.pulsefleet.wire.uptime.ErrorClass;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;

/** Asks a name server. All the time that it takes is that of the phase DNS. */
final class DnsProber implements Prober {

    private static final int PORT = 53;

    private final Resolver resolver;

    DnsProber(Resolver resolver) {
        this.resolver = resolver;
    }

    @Override
    public CheckKind kind() {
        return CheckKind.DNS;
    }

    @Override
    public Answer probe(Check check, Attempt attempt) throws IOException {
        var asked = (DnsCheck) check;
        var type = DnsRecord.valueOf(asked.recordAsked());
        var servers = asked.server() == null
                ? resolver.servers()
                : NameServers.only(List.of(server(asked.server(), attempt)));
        var answered = DnsClient.ask(servers, asked.name(), List.of(type), any -> true, attempt);
        attempt.address = answered.by().getAddress().getHostAddress();
        var answer = answered.answers().get(type);
        attempt.code = answer.code();
        var found = answer.answers().stream()
                .filter(one -> one.type() == type)
                .map(DnsMessage.Found::text)
                .toList();
        attempt.text = String.join("\n", found);
        Resolver.refuse(asked.name(), answer.code());
        if (found.isEmpty()) {
            throw new ProbeFailedException(
                    ErrorClass.DNS_NOT_FOUND, asked.name() + " has no record of the kind " + type);
        }
        for (var expected : asked.expected()) {
            if (found.stream().noneMatch(one -> isSame(one, expected))) {
                throw new ProbeFailedException(
                        ErrorClass.ASSERTION, "expected: " + expected + " is not among " + String.join(", ", found));
            }
        }
        return Answer.ofRows(found, null, attempt.phases());
    }

    private InetSocketAddress server(String given, Attempt attempt) throws IOException {
        var bare = given.startsWith("[") || Addresses.isLiteral(given) ? given : given.replaceFirst(":\\d+$", "");
        var host = bare.replaceAll("^\\[|\\](:\\d+)?$", "");
        var port = given.matches(".*(\\]|[^:]):\\d+$") && !Addresses.isLiteral(given)
                ? Integer.parseInt(given.substring(given.lastIndexOf(':') + 1))
                : PORT;
        return new InetSocketAddress(resolver.addresses(host, "any", attempt).get(0), port);
    }

    private static boolean isSame(String one, String other) {
        return plain(one).equals(plain(other));
    }

    private static String plain(String text) {
        var small = text.toLowerCase(Locale.ROOT);
        return Addresses.literal(small)
                .map(java.net.InetAddress::getHostAddress)
                .orElse(small.endsWith(".") ? small.substring(0, small.length() - 1) : small);
    }
}
