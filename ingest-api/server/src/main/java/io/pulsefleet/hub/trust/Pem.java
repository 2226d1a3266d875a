package io.pulsefleet.hub.trust;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.util.io.pem.PemObject;

/** Certificates and keys as text. */
final class Pem {

    private Pem() {}

    static String of(PrivateKey key) {
        return written(new PemObject("PRIVATE KEY", key.getEncoded()));
    }

    static String of(X509Certificate certificate) {
        return written(certificate);
    }

    private static String written(Object what) {
        var text = new StringWriter();
        try (var writer = new JcaPEMWriter(text)) {
            writer.writeObject(what);
        } catch (IOException unencodable) {
            throw new IllegalStateException(unencodable);
        }
        return text.toString();
    }

    /** @throws IllegalArgumentException that says what is wrong with the text, and shows none of it */
    static PrivateKey key(String text) {
        try (var parser = new PEMParser(new StringReader(text))) {
            var found = parser.readObject();
            if (found != null && found.getClass().getSimpleName().equals("ASN1ObjectIdentifier")) {
                found = parser.readObject(); // the name of the curve stands before an EC key of OpenSSL's
            }
            var converter = new JcaPEMKeyConverter();
            if (found instanceof PEMKeyPair pair) {
                return converter.getPrivateKey(pair.getPrivateKeyInfo());
            }
            if (found instanceof PrivateKeyInfo key) {
                return converter.getPrivateKey(key);
            }
        } catch (IOException unreadable) {
            throw new IllegalArgumentException("must hold a private key as PEM, without a password", unreadable);
        }
        throw new IllegalArgumentException("must hold a private key as PEM, without a password");
    }

    /** @throws IllegalArgumentException there is none, or one that cannot be read */
    static List<X509Certificate> certificates(String text) {
        try {
            var all = CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII)));
            if (!all.isEmpty()) {
                return all.stream().map(X509Certificate.class::cast).toList();
            }
        } catch (GeneralSecurityException unreadable) {
            throw new IllegalArgumentException("must hold a certificate as PEM", unreadable);
        }
        throw new IllegalArgumentException("must hold a certificate as PEM");
    }

    static X509Certificate certificate(byte[] der) {
        try {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
        } catch (GeneralSecurityException unreadable) {
            throw new IllegalArgumentException("no certificate", unreadable);
        }
    }
}
