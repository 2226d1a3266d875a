package io.pulsefleet.cli;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/** By which authority a hub is known. */
final class Trust {

    private Trust() {}

    /**
     * That authority alone, and no other of this world.
     *
     * @param authority certificates as PEM; empty: those that Java knows
     */
    static SSLContext in(String authority) {
        try {
            return authority.isEmpty() ? SSLContext.getDefault() : context(managers(authority));
        } catch (GeneralSecurityException | IOException unreadable) {
            throw new RefusedException(
                    Exit.WRONG, "the authority's certificate cannot be read: " + unreadable.getMessage(), unreadable);
        }
    }

    private static TrustManager[] managers(String authority) throws GeneralSecurityException, IOException {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        var number = 0;
        for (var certificate : CertificateFactory.getInstance("X.509")
                .generateCertificates(new ByteArrayInputStream(authority.getBytes(StandardCharsets.UTF_8)))) {
            store.setCertificateEntry("authority-" + number++, certificate);
        }
        if (number == 0) {
            throw new IOException("there is no certificate in it");
        }
        var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }

    /**
     * Anybody, for one question: which authority the hub has. Nothing secret is sent so, and the answer counts only where it
     * {@linkplain #hasFingerprint has the fingerprint} that an admin told.
     */
    static SSLContext inAnybody() {
        try {
            return context(new TrustManager[] {new Anybody()});
        } catch (GeneralSecurityException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }

    private static SSLContext context(TrustManager[] managers) throws GeneralSecurityException {
        var context = SSLContext.getInstance("TLS");
        context.init(null, managers, null);
        return context;
    }

    /** @param fingerprint as in the join line: {@code sha256:} and 64 digits; colons and capitals do not matter */
    static boolean hasFingerprint(String authority, String fingerprint) {
        try {
            var certificate = CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(authority.getBytes(StandardCharsets.UTF_8)));
            var own = HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
            return own.equalsIgnoreCase(
                    fingerprint.replaceFirst("^(?i:sha256):", "").replace(":", ""));
        } catch (GeneralSecurityException isNone) {
            return false;
        }
    }

    private static final class Anybody extends X509ExtendedTrustManager {

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
