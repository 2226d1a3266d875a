package io.pulsefleet.agent.trust;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;

/**
 * What a host has after it joined, all in one file, so that they always belong together: its private key, the certificate
 * for it, and the authority that signed that, which is the hub's, too.
 *
 * @param joinedWith SHA-256 of the join token, which is not shown twice
 */
record Papers(String joinedWith, PrivateKey key, X509Certificate certificate, X509Certificate authority) {

    private static final String KEY = "PRIVATE KEY";
    private static final String CERTIFICATE = "CERTIFICATE";
    private static final String HEAD = "joined with ";

    /** @throws GeneralSecurityException it holds something else */
    static Papers read(String text) throws GeneralSecurityException {
        var certificates = Pem.parts(CERTIFICATE, text);
        var key = Pem.parts(KEY, text);
        if (certificates.size() != 2 || key.size() != 1 || !text.startsWith(HEAD)) {
            throw new GeneralSecurityException("it holds no key with two certificates");
        }
        return new Papers(
                text.lines().findFirst().orElse("").substring(HEAD.length()),
                KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(key.get(0))),
                certificate(certificates.get(0)),
                certificate(certificates.get(1)));
    }

    /** Of what the hub has answered. */
    static Papers of(String joinedWith, KeyPair keys, String certificate, String authority)
            throws GeneralSecurityException {
        var given = certificate(first(certificate));
        if (!given.getPublicKey().equals(keys.getPublic())) {
            throw new GeneralSecurityException("the certificate is for another key");
        }
        var signer = certificate(first(authority));
        given.verify(signer.getPublicKey());
        return new Papers(joinedWith, keys.getPrivate(), given, signer);
    }

    private static byte[] first(String pem) throws GeneralSecurityException {
        return Pem.parts(CERTIFICATE, pem).stream()
                .findFirst()
                .orElseThrow(() -> new GeneralSecurityException("there is no certificate"));
    }

    private static X509Certificate certificate(byte[] der) throws GeneralSecurityException {
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
    }

    String text() throws GeneralSecurityException {
        return HEAD + joinedWith + "\n"
                + Pem.text(KEY, key.getEncoded())
                + Pem.text(CERTIFICATE, certificate.getEncoded())
                + Pem.text(CERTIFICATE, authority.getEncoded());
    }

    List<X509Certificate> chain() {
        return List.of(certificate, authority);
    }

    /** When two thirds of the certificate's life are over. */
    Instant renewAt() {
        var from = certificate.getNotBefore().toInstant();
        var life = Duration.between(from, certificate.getNotAfter().toInstant());
        return from.plus(life.multipliedBy(2).dividedBy(3));
    }

    boolean isOver(Instant now) {
        return !now.isBefore(certificate.getNotAfter().toInstant());
    }

    String fingerprint() {
        try {
            return fingerprint(authority);
        } catch (GeneralSecurityException wasReadBefore) {
            throw new IllegalStateException(wasReadBefore);
        }
    }

    static String fingerprint(X509Certificate certificate) throws GeneralSecurityException {
        return "sha256:" + sha256(certificate.getEncoded());
    }

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (GeneralSecurityException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }

    /** Never shows the key: records are logged. */
    @Override
    public String toString() {
        return "Papers[" + certificate.getSubjectX500Principal() + "]";
    }
}
