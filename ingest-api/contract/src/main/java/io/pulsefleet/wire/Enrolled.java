package io.pulsefleet.wire;

import java.util.UUID;

/**
 * The hub's answer to an {@link Enrolment} and to a {@link CertificateRequest}.
 *
 * @param agent the id that the host bears from now on; that of before, where the hub knows the machine
 * @param certificate for the key of the request, as PEM
 * @param authority that signed it, and the hub's own, as PEM
 */
public record Enrolled(UUID agent, String certificate, String authority) {

    public Enrolled {
        Required.present("agent", agent);
        Required.text("certificate", certificate, 20_000);
        Required.text("authority", authority, 20_000);
    }
}
