package io.pulsefleet.agent.collect.uptime;

import io.pulsefleet.wire.uptime.Answer;
import io.pulsefleet.wire.uptime.Check;
import io.pulsefleet.wire.uptime.CheckKind;
import io.pulsefleet.wire.uptime.TlsCheck;
import java.io.IOException;
import java.util.List;

/** Shakes hands, looks at the certificate, and leaves. */
final class TlsProber implements Prober {

    private final Resolver resolver;

    TlsProber(Resolver resolver) {
        this.resolver = resolver;
    }

    @Override
    public CheckKind kind() {
        return CheckKind.TLS;
    }

    @Override
    public Answer probe(Check check, Attempt attempt) throws IOException {
        var asked = (TlsCheck) check;
        var addresses = resolver.addresses(asked.host(), asked.family(), attempt);
        try (var wire = Wire.to(addresses, asked.port(), attempt)) {
            wire.secure(
                    asked.serverName() == null ? asked.host() : asked.serverName(),
                    Trust.in(asked.trust()),
                    List.of(),
                    attempt);
            return Answer.ofText("", attempt.phases(), wire.certificate());
        }
    }
}
