package io.pulsefleet.wire;

/**
 * "A new certificate, please." Sent by an agent that shows a good one.
 *
 * @param request PKCS#10, as PEM
 */
public record CertificateRequest(String request) {

    public CertificateRequest {
        Required.text("request", request, 10_000);
    }
}
