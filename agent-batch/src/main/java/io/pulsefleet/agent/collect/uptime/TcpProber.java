package io.pulsefleet.agent.collect.uptime;

import io.pulsefleet.wire.uptime.Answer;
import io.pulsefleet.wire.uptime.Check;
import io.pulsefleet.wire.uptime.CheckKind;
import io.pulsefleet.wire.uptime.ErrorClass;
import io.pulsefleet.wire.uptime.Patience;
import io.pulsefleet.wire.uptime.TcpCheck;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;

/** Connects; sends and expects something where that is asked. */
final class TcpProber implements Prober {

    private static final int LARGEST = 64 << 10;

    private final Resolver resolver;

    TcpProber(Resolver resolver) {
        this.resolver = resolver;
    }

    @Override
    public CheckKind kind() {
        return CheckKind.TCP;
    }

    @Override
    public Answer probe(Check check, Attempt attempt) throws IOException {
        var asked = (TcpCheck) check;
        var addresses = resolver.addresses(asked.host(), asked.family(), attempt);
        try (var wire = Wire.to(addresses, asked.port(), attempt)) {
            if (Boolean.TRUE.equals(asked.tls())) {
                wire.secure(asked.host(), Trust.in(asked.trust()), List.of(), attempt);
            }
            if (asked.send() == null && asked.expect() == null) {
                return Answer.ofText("", attempt.phases(), wire.certificate());
            }
            attempt.watch.enter(Stopwatch.Phase.FIRST_BYTE);
            wire.write(asked.sent());
            var text = asked.expect() == null ? "" : expected(asked.expect(), wire, attempt);
            return Answer.ofText(text, attempt.phases(), wire.certificate());
        }
    }

    private static String expected(String pattern, Wire wire, Attempt attempt) throws IOException {
        var wanted = Pattern.compile(pattern);
        var read = new ByteArrayOutputStream();
        var buffer = new byte[4_096];
        while (read.size() < LARGEST) {
            var count = wire.read(buffer, 0, buffer.length, attempt);
            if (count < 0) {
                break;
            }
            attempt.watch.enter(Stopwatch.Phase.TRANSFER);
            read.write(buffer, 0, count);
            attempt.bytes = (long) read.size();
            attempt.text = read.toString(StandardCharsets.UTF_8);
            if (Patience.with(attempt.text).finds(wanted).orElse(false)) {
                return attempt.text;
            }
        }
        if (read.size() == 0) {
            throw new ProbeFailedException(ErrorClass.RESET, "the connection ended without any answer");
        }
        throw new ProbeFailedException(
                ErrorClass.ASSERTION,
                "expect: '" + pattern + "' is not found in the " + read.size() + " bytes that came");
    }
}
