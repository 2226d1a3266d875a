package io.pulsefleet.wire.uptime;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Certificates and keys as text. */
public final class Pem {

    private static final Pattern KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");

    private Pem() {}

    /** @throws IllegalArgumentException with why; it does not repeat the text */
    public static List<X509Certificate> certificates(String text) {
        try {
            var all = CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII)))
                    .stream()
                    .map(X509Certificate.class::cast)
                    .toList();
            if (all.isEmpty()) {
                throw new IllegalArgumentException("has no certificate; expected -----BEGIN CERTIFICATE-----");
            }
            return all;
        } catch (GeneralSecurityException broken) {
            throw new IllegalArgumentException("is no PEM text of certificates", broken);
        }
    }

    /** @throws IllegalArgumentException with why; it does not repeat the text */
    public static PrivateKey key(String text) {
        var found = KEY.matcher(text);
        if (!found.find()) {
            throw new IllegalArgumentException(
                    "has no key that can be read; expected -----BEGIN PRIVATE KEY----- (PKCS #8, without a password;"
                            + " openssl pkcs8 -topk8 -nodes makes it)");
        }
        var bytes = new PKCS8EncodedKeySpec(bytes(found.group(1)));
        return Stream.of("RSA", "EC", "EdDSA")
                .flatMap(algorithm -> key(algorithm, bytes).stream())
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("is no key of RSA, EC or EdDSA"));
    }

    private static Optional<PrivateKey> key(String algorithm, PKCS8EncodedKeySpec bytes) {
        try {
            return Optional.of(KeyFactory.getInstance(algorithm).generatePrivate(bytes));
        } catch (InvalidKeySpecException another) {
            return Optional.empty(); // a key of another algorithm
        } catch (GeneralSecurityException unknown) {
            throw new IllegalStateException(unknown);
        }
    }

    private static byte[] bytes(String base64) {
        try {
            return Base64.getMimeDecoder().decode(base64);
        } catch (IllegalArgumentException broken) {
            throw new IllegalArgumentException("is no PEM text of a key", broken);
        }
    }
}
