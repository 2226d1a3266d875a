package io.pulsefleet.agent.collect.uptime;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What name servers say (RFC 1035), as far as it is asked here.
 *
 * @param id of the question
 * @param code 0: well; 3: no such name
 * @param truncated it did not fit; over TCP it would
 */
record DnsMessage(int id, int code, boolean truncated, List<Found> answers) {

    static final int NO_ERROR = 0;
    static final int NO_SUCH_NAME = 3;

    private static final int POINTER = 0xC0;
    private static final int MOST_JUMPS = 64;

    /** @param text as people write it: {@code 192.0.2.7}, {@code 10 mail.example}, without the last dot */
    record Found(DnsRecord type, String text) {}

    static byte[] question(int id, String name, DnsRecord type) throws IOException {
        var out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {(byte) (id >> 8), (byte) id, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0});
        var plain = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
        for (var label : plain.split("\\.", -1)) {
            var bytes = label.getBytes(StandardCharsets.US_ASCII);
            if (bytes.length == 0 || bytes.length > 63) {
                throw new ProbeFailedException(
                        io.pulsefleet.wire.uptime.ErrorClass.DNS_NOT_FOUND, "'" + name + "' is no name that can be");
            }
            out.write(bytes.length);
            out.writeBytes(bytes);
        }
        out.writeBytes(new byte[] {0, (byte) (type.number() >> 8), (byte) type.number(), 0, 1});
        return out.toByteArray();
    }

    /** @throws IOException when it is none */
    static DnsMessage parse(byte[] bytes, int length) throws IOException {
        try {
            var in = ByteBuffer.wrap(bytes, 0, length);
            var id = in.getShort() & 0xFFFF;
            var flags = in.getShort() & 0xFFFF;
            var questions = in.getShort() & 0xFFFF;
            var count = in.getShort() & 0xFFFF;
            in.position(12);
            for (int i = 0; i < questions; i++) {
                name(in);
                in.getInt();
            }
            var answers = new ArrayList<Found>();
            for (int i = 0; i < count; i++) {
                read(in, answers);
            }
            return new DnsMessage(id, flags & 0xF, (flags & 0x200) != 0, List.copyOf(answers));
        } catch (BufferUnderflowException | IllegalArgumentException broken) {
            throw new IOException("a name server's answer cannot be read", broken);
        }
    }

    private static void read(ByteBuffer in, List<Found> answers) throws IOException {
        name(in);
        var type = DnsRecord.of(in.getShort() & 0xFFFF);
        in.getShort(); // the class: the Internet's, as was asked
        in.getInt(); // for how long it may be kept; we keep nothing
        var length = in.getShort() & 0xFFFF;
        var end = in.position() + length;
        if (type.isPresent()) {
            answers.add(new Found(type.get(), text(type.get(), in, length)));
        }
        in.position(end);
    }

    private static String text(DnsRecord type, ByteBuffer in, int length) throws IOException {
        return switch (type) {
            case A, AAAA -> InetAddress.getByAddress(bytes(in, length)).getHostAddress();
            case NS, CNAME, PTR -> name(in);
            case MX -> number(in) + " " + name(in);
            case SRV -> number(in) + " " + number(in) + " " + number(in) + " " + name(in);
            case SOA -> name(in) + " " + name(in) + " " + Integer.toUnsignedString(in.getInt());
            case TXT -> strings(in, length);
            case CAA -> {
                var flags = in.get() & 0xFF;
                var tag = new String(bytes(in, in.get() & 0xFF), StandardCharsets.US_ASCII);
                yield flags + " " + tag + " "
                        + new String(bytes(in, length - 2 - tag.length()), StandardCharsets.US_ASCII);
            }
        };
    }

    private static int number(ByteBuffer in) {
        return in.getShort() & 0xFFFF;
    }

    private static String strings(ByteBuffer in, int length) {
        var end = in.position() + length;
        var text = new StringBuilder();
        while (in.position() < end) {
            text.append(new String(bytes(in, in.get() & 0xFF), StandardCharsets.UTF_8));
        }
        return text.toString();
    }

    private static byte[] bytes(ByteBuffer in, int length) {
        if (length < 0 || length > in.remaining()) {
            throw new BufferUnderflowException();
        }
        var bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }

    /** A name may go on elsewhere in the message; one that goes round in circles is refused. */
    private static String name(ByteBuffer in) {
        var name = new StringBuilder();
        var behind = -1;
        var jumps = 0;
        for (var length = in.get() & 0xFF; length != 0; length = in.get() & 0xFF) {
            if (length >= POINTER) {
                var to = ((length & 0x3F) << 8) | (in.get() & 0xFF);
                behind = behind < 0 ? in.position() : behind;
                if (++jumps > MOST_JUMPS) {
                    throw new IllegalArgumentException("a name goes round in circles");
                }
                in.position(to);
            } else {
                name.append(name.isEmpty() ? "" : ".").append(new String(bytes(in, length), StandardCharsets.US_ASCII));
            }
        }
        if (behind >= 0) {
            in.position(behind);
        }
        return name.toString();
    }
}
