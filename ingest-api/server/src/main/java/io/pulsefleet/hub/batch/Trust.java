package io.pulsefleet.hub.batch;

import io.pulsefleet.store.batch.BatchServer;
import io.pulsefleet.wire.uptime.Pem;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Which certificates of one server are trusted: those of the given authority, the one of the given fingerprint, or those
 * that Java trusts. Whose certificate was refused is told with what to do.
 */
final class Trust extends X509ExtendedTrustManager {

    private final String fingerprint;
    private final X509ExtendedTrustManager authorities;

    private Trust(String fingerprint, X509ExtendedTrustManager authorities) {
        this.fingerprint = fingerprint;
        this.authorities = authorities;
    }

    /** A certificate that is not trusted. */
    static final class UntrustedException extends CertificateException {

        private static final long serialVersionUID = 1L;

        private final String fingerprint;

        UntrustedException(String message, String fingerprint, Throwable cause) {
            super(message, cause);
            this.fingerprint = fingerprint;
        }

        String fingerprint() {
            return fingerprint;
        }
    }

    static SSLContext of(BatchServer server) {
        try {
            var context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new Trust(server.fingerprint(), authorities(server.ca()))}, null);
            return context;
        } catch (GeneralSecurityException | IOException broken) {
            throw new IllegalStateException("the certificates of " + server.name() + " cannot be used", broken);
        }
    }

    private static X509ExtendedTrustManager authorities(String ca) throws GeneralSecurityException, IOException {
        KeyStore store = null; // Java's own
        if (ca != null) {
            store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            for (var certificate : Pem.certificates(ca)) {
                store.setCertificateEntry("ca-" + store.size(), certificate);
            }
        }
        var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return Stream.of(factory.getTrustManagers())
                .filter(X509ExtendedTrustManager.class::isInstance)
                .map(X509ExtendedTrustManager.class::cast)
                .findFirst()
                .orElseThrow();
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        var shown = fingerprintOf(chain[0]);
        if (fingerprint != null) {
            if (!fingerprint.equals(shown)) {
                throw refused("is not the one whose fingerprint is given", chain[0], null);
            }
            return; // it is this very certificate, whatever name it bears
        }
        try {
            authorities.checkServerTrusted(chain, type, engine);
        } catch (CertificateException untrusted) {
            throw refused("is not trusted (" + untrusted.getMessage() + ")", chain[0], untrusted);
        }
    }

    private static UntrustedException refused(String why, X509Certificate shown, Throwable cause)
            throws CertificateEncodingException {
        var print = fingerprintOf(shown);
        return new UntrustedException(
                "its certificate (" + shown.getSubjectX500Principal().getName() + ", SHA-256 " + print + ") " + why
                        + ": give the certificate of the authority that signed it as 'ca', or, where you know that it"
                        + " is the right one, this fingerprint",
                print,
                cause);
    }

    static String fingerprintOf(X509Certificate certificate) throws CertificateEncodingException {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        throw new CertificateException("not over this kind of socket");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
        throw new CertificateException("not without knowing to whom it belongs");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        throw new CertificateException("nobody calls us here");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        throw new CertificateException("nobody calls us here");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
        throw new CertificateException("nobody calls us here");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return authorities.getAcceptedIssuers();
    }
}
