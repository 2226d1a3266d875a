package io.pulsefleet.wire;

import io.pulsefleet.wire.Registration.HostFacts;
import java.util.UUID;

/**
 * "Let me in." Sent over TLS by a host that has a join token; sent twice with the same request, it joins once.
 *
 * @param token the join token
 * @param request PKCS#10, as PEM: the host's public key, signed with its private one
 * @param agent the id that it has made, or bears already; the answer says which it bears from now on
 * @param secret what it showed before it had a certificate, which proves that the id is its own; null: it showed nothing
 * @param machine what tells its machine from others, hashed, as 64 hexadecimal digits; null: not known
 */
public record Enrolment(
        String token,
        String request,
        UUID agent,
        String secret,
        String machine,
        HostFacts host,
        String version,
        String boot) {

    public Enrolment {
        Required.text("token", token, 200);
        Required.text("request", request, 10_000);
        Required.present("agent", agent);
        if (machine != null && !machine.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException("machine: must be 64 hexadecimal digits");
        }
        Required.present("host", host);
        Required.text("version", version, 50);
        Required.text("boot", boot, 40);
    }

    /** Never shows the token: records are logged. */
    @Override
    public String toString() {
        return "Enrolment[" + agent + " " + host.hostname() + " " + version + "]";
    }
}
