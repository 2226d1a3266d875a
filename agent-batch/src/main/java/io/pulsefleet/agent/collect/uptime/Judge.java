package io.pulsefleet.agent.collect.uptime;

import io.pulsefleet.wire.uptime.ErrorClass;
import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/** Judges a server's certificates as Java does, and says which of the things that can be wrong with them it is. */
final class Judge extends X509ExtendedTrustManager {

    private final X509ExtendedTrustManager java;

    Judge(X509ExtendedTrustManager java) {
        this.java = java;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        try {
            java.checkServerTrusted(chain, type, socket);
        } catch (CertificateException refused) {
            throw reason(chain, type, refused);
        }
    }

    private UntrustedException reason(X509Certificate[] chain, String type, CertificateException refused) {
        var ends = chain[0].getNotAfter().toInstant();
        var now = Instant.now();
        for (var one : chain) {
            var whose = one.getSubjectX500Principal().getName();
            if (now.isAfter(one.getNotAfter().toInstant())) {
                return new UntrustedException(
                        ErrorClass.CERTIFICATE_EXPIRED,
                        "the certificate of " + whose + " ended at "
                                + one.getNotAfter().toInstant(),
                        ends,
                        refused);
            }
            if (now.isBefore(one.getNotBefore().toInstant())) {
                return new UntrustedException(
                        ErrorClass.CERTIFICATE_NOT_YET_VALID,
                        "the certificate of " + whose + " begins at "
                                + one.getNotBefore().toInstant(),
                        ends,
                        refused);
            }
        }
        try {
            java.checkServerTrusted(chain, type); // without the host's name
        } catch (CertificateException untrusted) {
            return new UntrustedException(
                    ErrorClass.CERTIFICATE_UNTRUSTED,
                    "nobody whom we trust signed the certificate of "
                            + chain[0].getSubjectX500Principal().getName() + " (by "
                            + chain[0].getIssuerX500Principal().getName() + ")",
                    ends,
                    untrusted);
        }
        return new UntrustedException(ErrorClass.CERTIFICATE_WRONG_HOST, refused.getMessage(), ends, refused);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        java.checkServerTrusted(chain, type, engine);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
        java.checkServerTrusted(chain, type);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        java.checkClientTrusted(chain, type, socket);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        java.checkClientTrusted(chain, type, engine);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
        java.checkClientTrusted(chain, type);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return java.getAcceptedIssuers();
    }
}
