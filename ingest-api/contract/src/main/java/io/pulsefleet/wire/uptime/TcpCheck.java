package io.pulsefleet.wire.uptime;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.pulsefleet.wire.Required;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A connection over TCP.
 *
 * @param tls whether it is secured at once
 * @param trust as {@link HttpCheck#trust()}
 * @param send text to send once connected; null: nothing. {@code \r \n \t \\ \xHH} are read as in C
 * @param expect pattern that must be found in what is answered; null: nothing is read
 * @param family {@code any}, {@code 4} or {@code 6}
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record TcpCheck(
        @About(value = "A name or an address.", isRequired = true, longest = 255)
        String host,

        @About(value = "The port.", isRequired = true, least = 1, most = 65_535)
        Integer port,

        @About(value = "Whether it is secured at once.", usual = "false")
        Boolean tls,

        @About(
                value =
                        "public: the certificates that Java trusts; any: whatever is shown, also an expired one; or PEM text of CAs.",
                usual = "public")
        String trust,

        @About(value = "Sent once it is connected; \\r \\n \\t \\\\ \\xHH are read as in C.", longest = 10_000)
        String send,

        @About(value = "A pattern that must be found in what is answered; left out: nothing is read.", longest = 1_000)
        String expect,

        @About(
                value = "Over which Internet protocol.",
                usual = "any",
                oneOf = {"any", "4", "6"})
        String family,

        @About(value = "What the answer must be; all must hold.", most = Assertion.MOST)
        List<String> assertions)
        implements Check {

    public TcpCheck {
        Fields.host("host", host);
        Fields.port(port);
        Fields.trust(trust);
        Fields.longest("send", send, 10_000);
        if (send != null) {
            bytes(send);
        }
        Fields.pattern("expect", expect);
        Fields.family(family);
        assertions = Required.list("assertions", assertions);
        Assertion.all(assertions, Subject.OF_TCP);
    }

    /** What is sent once connected; empty where nothing is. */
    public byte[] sent() {
        return send == null ? new byte[0] : bytes(send);
    }

    @Override
    public List<Assertion> expectations() {
        return Assertion.all(assertions, Subject.OF_TCP);
    }

    private static byte[] bytes(String text) {
        var bytes = new ByteArrayOutputStream();
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) != '\\') {
                var whole = text.codePointAt(i);
                bytes.writeBytes(Character.toString(whole).getBytes(StandardCharsets.UTF_8));
                i += Character.charCount(whole) - 1;
                continue;
            }
            var escaped = ++i < text.length() ? text.charAt(i) : ' ';
            switch (escaped) {
                case 'r' -> bytes.write('\r');
                case 'n' -> bytes.write('\n');
                case 't' -> bytes.write('\t');
                case '\\' -> bytes.write('\\');
                case 'x' -> {
                    bytes.write(hex(text, i + 1));
                    i += 2;
                }
                default -> throw unreadable(i);
            }
        }
        return bytes.toByteArray();
    }

    private static int hex(String text, int at) {
        try {
            return Integer.parseUnsignedInt(text, at, at + 2, 16);
        } catch (IndexOutOfBoundsException | NumberFormatException broken) {
            throw new IllegalArgumentException(unreadable(at - 1).getMessage(), broken);
        }
    }

    private static IllegalArgumentException unreadable(int at) {
        return Fields.refused(
                "send",
                "a backslash stands before r, n, t, another backslash, or x and two digits (at " + (at + 1) + ")");
    }
}
