package io.pulsefleet.agent.collect.uptime;

import io.pulsefleet.wire.uptime.Pem;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Whom a probe trusts, and as whom it comes.
 *
 * @param roots {@code public}, {@code any}, or PEM text; null: public
 * @param certificate PEM text of the client's own; null: none
 * @param key PEM text of its key
 */
record Trust(String roots, String certificate, String key) {

    private static final Map<Trust, SSLContext> KNOWN = new ConcurrentHashMap<>();
    private static final int MOST_KNOWN = 1_000;
    private static final char[] NO_PASSWORD = new char[0];

    static Trust in(String roots) {
        return new Trust(roots, null, null);
    }

    boolean isAny() {
        return "any".equals(roots);
    }

    /** Made once for each: it costs milliseconds. */
    SSLContext context() throws IOException {
        var known = KNOWN.get(this);
        if (known != null) {
            return known;
        }
        if (KNOWN.size() >= MOST_KNOWN) {
            KNOWN.clear(); // of monitors long gone; those that are not are made again
        }
        try {
            var made = SSLContext.getInstance("TLS");
            made.init(keys(), new TrustManager[] {isAny() ? new Anybody() : new Judge(judges())}, null);
            KNOWN.put(this, made);
            return made;
        } catch (GeneralSecurityException | IllegalArgumentException unusable) {
            throw new ProbeFailedException(
                    io.pulsefleet.wire.uptime.ErrorClass.UNSUPPORTED,
                    "the monitor's certificates cannot be used: " + unusable.getMessage(),
                    unusable);
        }
    }

    private X509ExtendedTrustManager judges() throws GeneralSecurityException, IOException {
        var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(roots == null || roots.equals("public") ? null : rootStore());
        for (var manager : factory.getTrustManagers()) {
            if (manager instanceof X509ExtendedTrustManager judge) {
                return judge;
            }
        }
        throw new GeneralSecurityException("this Java has no judge of certificates");
    }

    private KeyStore rootStore() throws GeneralSecurityException, IOException {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        var all = Pem.certificates(roots);
        for (int i = 0; i < all.size(); i++) {
            store.setCertificateEntry("root-" + i, all.get(i));
        }
        return store;
    }

    private KeyManager[] keys() throws GeneralSecurityException, IOException {
        if (certificate == null) {
            return new KeyManager[0];
        }
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry(
                "client",
                Pem.key(key),
                NO_PASSWORD,
                Pem.certificates(certificate).toArray(X509Certificate[]::new));
        var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, NO_PASSWORD);
        return factory.getKeyManagers();
    }

    /** Never shows the key. */
    @Override
    public String toString() {
        return "Trust[" + (isAny() ? "any" : "some") + "]";
    }
}
