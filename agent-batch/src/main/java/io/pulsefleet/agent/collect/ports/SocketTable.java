package io.pulsefleet.agent.collect.ports;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.regex.Pattern;

/** A line of the kernel's tables of sockets, {@code /proc/net/tcp} and its three siblings (proc(5)). */
final class SocketTable {

    private static final Pattern SPACES = Pattern.compile("\\s+");
    private static final String LISTENS = "0A";
    private static final String UNCONNECTED = "07";

    /** What stands in such a line: somebody who listens, a connection, or nothing that can be understood. */
    enum Line {
        LISTENER,
        OTHER
    }

    private SocketTable() {}

    static Line kindOf(String line, String transport) {
        var words = words(line);
        var wanted = transport.equals("tcp") ? LISTENS : UNCONNECTED;
        return words.length > 9 && words[3].equals(wanted) ? Line.LISTENER : Line.OTHER;
    }

    /** {@code   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 31337 ...}. */
    static Optional<Listener> read(String line, String transport) {
        var words = words(line);
        var colon = words[1].lastIndexOf(':');
        return address(words[1].substring(0, colon))
                .map(address -> new Listener(
                        transport,
                        address,
                        Integer.parseInt(words[1].substring(colon + 1), 16),
                        Long.parseLong(words[9])));
    }

    /** Words of four bytes, each in the order of the machine. */
    private static Optional<String> address(String hex) {
        if (hex.length() != 8 && hex.length() != 32) {
            return Optional.empty();
        }
        var bytes = ByteBuffer.allocate(hex.length() / 2).order(ByteOrder.nativeOrder());
        for (int at = 0; at < hex.length(); at += 8) {
            bytes.putInt(Integer.parseUnsignedInt(hex, at, at + 8, 16));
        }
        try {
            return Optional.of(shortened(InetAddress.getByAddress(bytes.array()).getHostAddress()));
        } catch (UnknownHostException notOfThatLength) {
            return Optional.empty();
        }
    }

    private static String shortened(String address) {
        return address.equals("0:0:0:0:0:0:0:0") ? "::" : address.equals("0:0:0:0:0:0:0:1") ? "::1" : address;
    }

    private static String[] words(String line) {
        return SPACES.split(line.strip(), 12);
    }
}
