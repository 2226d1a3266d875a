package io.pulsefleet.agent.trust;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Knows the hub by its authority alone, as its fingerprint says; no other authority of this world counts. The hub shows the
 * authority's certificate behind its own.
 */
final class KnownHub extends X509ExtendedTrustManager {

    private final String fingerprint;

    KnownHub(String fingerprint) {
        this.fingerprint = fingerprint;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        trusting(chain).checkServerTrusted(chain, type, socket);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        trusting(chain).checkServerTrusted(chain, type, engine);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
        trusting(chain).checkServerTrusted(chain, type);
    }

    private X509ExtendedTrustManager trusting(X509Certificate[] chain) throws CertificateException {
        return trusting(authorityIn(chain)
                .orElseThrow(() -> new CertificateException(
                        "this is not the hub of the join line: none of its certificates has the fingerprint "
                                + fingerprint)));
    }

    private Optional<X509Certificate> authorityIn(X509Certificate[] chain) {
        return Stream.of(chain)
                .filter(one -> {
                    try {
                        return Papers.fingerprint(one).equals(fingerprint);
                    } catch (GeneralSecurityException unreadable) {
                        return false;
                    }
                })
                .findFirst();
    }

    private static X509ExtendedTrustManager trusting(X509Certificate authority) throws CertificateException {
        try {
            var store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setCertificateEntry("authority", authority);
            var factory = TrustManagerFactory.getInstance("PKIX");
            factory.init(store);
            return (X509ExtendedTrustManager) factory.getTrustManagers()[0];
        } catch (IOException | GeneralSecurityException everyJavaHasIt) {
            throw new CertificateException(everyJavaHasIt);
        }
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        throw new CertificateException("nobody connects to this host");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        throw new CertificateException("nobody connects to this host");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
        throw new CertificateException("nobody connects to this host");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
