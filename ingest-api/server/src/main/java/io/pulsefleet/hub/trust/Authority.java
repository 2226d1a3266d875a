package io.pulsefleet.hub.trust;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.HexFormat;
import java.util.UUID;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * Who signs: the fleet's own certificate authority. The hub's certificate may only be a server's and a host's only a
 * client's, so that no host can pass for the hub.
 */
record Authority(X509Certificate certificate, PrivateKey key) {

    private static final Duration LIFE = Duration.ofDays(3650);
    private static final Duration SERVER_LIFE = Duration.ofDays(397);

    /** Clocks differ: what is made now is good for who is a little behind. */
    private static final Duration EARLIER = Duration.ofHours(1);

    private static final SecureRandom RANDOM = new SecureRandom();

    static Authority make(String name, Instant now) {
        var keys = freshKeys();
        var subject = new X500Name("CN=" + name);
        var builder = new JcaX509v3CertificateBuilder(
                subject,
                serial(),
                Date.from(now.minus(Duration.ofDays(1))),
                Date.from(now.plus(LIFE)),
                subject,
                keys.getPublic());
        try {
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
            builder.addExtension(
                    Extension.subjectKeyIdentifier,
                    false,
                    new JcaX509ExtensionUtils().createSubjectKeyIdentifier(keys.getPublic()));
        } catch (CertIOException | NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
        return new Authority(signed(builder, keys.getPrivate()), keys.getPrivate());
    }

    /** @throws IllegalArgumentException the key is not the certificate's, or it may sign none */
    static Authority given(X509Certificate certificate, PrivateKey key) {
        if (certificate.getBasicConstraints() < 0) {
            throw new IllegalArgumentException("is no authority's: its basic constraints do not say CA");
        }
        if (!Keys.match(certificate.getPublicKey(), key)) {
            throw new IllegalArgumentException("does not belong to the private key");
        }
        return new Authority(certificate, key);
    }

    /** For the hub itself. */
    X509Certificate certifyServer(PublicKey of, Collection<String> names, Instant now) {
        var builder = leaf("CN=" + names.iterator().next(), of, now.minus(Duration.ofDays(1)), now.plus(SERVER_LIFE));
        var all = names.stream().map(Authority::name).toArray(GeneralName[]::new);
        return certify(builder, of, KeyPurposeId.id_kp_serverAuth, new GeneralNames(all));
    }

    /** For a host. */
    X509Certificate certifyHost(PublicKey of, UUID agent, Instant now, Duration life) {
        var builder = leaf("CN=" + agent, of, now.minus(earlier(life)), now.plus(life));
        var name = new GeneralNames(new GeneralName(GeneralName.uniformResourceIdentifier, "urn:uuid:" + agent));
        return certify(builder, of, KeyPurposeId.id_kp_clientAuth, name);
    }

    /** A small part of a short life: else it would be time to renew it at once. */
    private static Duration earlier(Duration life) {
        var part = life.dividedBy(10);
        return part.compareTo(EARLIER) < 0 ? part : EARLIER;
    }

    private X509v3CertificateBuilder leaf(String subject, PublicKey of, Instant from, Instant to) {
        var end = certificate.getNotAfter().toInstant();
        return new JcaX509v3CertificateBuilder(
                certificate.getSubjectX500Principal(),
                serial(),
                Date.from(from),
                Date.from(to.isBefore(end) ? to : end),
                new X500Principal(subject),
                of);
    }

    private X509Certificate certify(
            X509v3CertificateBuilder builder, PublicKey of, KeyPurposeId purpose, GeneralNames names) {
        try {
            var extensions = new JcaX509ExtensionUtils();
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
            builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purpose));
            builder.addExtension(Extension.subjectAlternativeName, false, names);
            builder.addExtension(Extension.subjectKeyIdentifier, false, extensions.createSubjectKeyIdentifier(of));
            builder.addExtension(
                    Extension.authorityKeyIdentifier, false, extensions.createAuthorityKeyIdentifier(certificate));
        } catch (CertIOException | GeneralSecurityException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
        return signed(builder, key);
    }

    private static GeneralName name(String text) {
        return new GeneralName(isAddress(text) ? GeneralName.iPAddress : GeneralName.dNSName, text);
    }

    static boolean isAddress(String text) {
        return text.matches("[0-9.]+") || text.indexOf(':') >= 0;
    }

    /** Whether it has signed this, whatever its dates say. */
    boolean hasSigned(X509Certificate other) {
        try {
            other.verify(certificate.getPublicKey());
            return other.getIssuerX500Principal().equals(certificate.getSubjectX500Principal());
        } catch (GeneralSecurityException notOurs) {
            return false;
        }
    }

    /** {@code sha256:} and 64 hexadecimal digits: what a host is told beforehand, so that it knows us. */
    String fingerprint() {
        return "sha256:" + HexFormat.of().formatHex(sha256(encoded(certificate)));
    }

    static String serialOf(X509Certificate certificate) {
        return certificate.getSerialNumber().toString(16);
    }

    static byte[] encoded(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (CertificateEncodingException cannotBe) {
            throw new IllegalStateException(cannotBe);
        }
    }

    static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }

    static KeyPair freshKeys() {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"), RANDOM);
            return generator.generateKeyPair();
        } catch (NoSuchAlgorithmException | InvalidAlgorithmParameterException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }

    private static BigInteger serial() {
        return new BigInteger(126, RANDOM).setBit(126);
    }

    private static X509Certificate signed(X509v3CertificateBuilder builder, PrivateKey key) {
        try {
            var signer = new JcaContentSignerBuilder(Keys.signatureOf(key)).build(key);
            return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
        } catch (OperatorCreationException | GeneralSecurityException unusable) {
            throw new IllegalStateException("cannot sign with the authority's key: " + unusable.getMessage(), unusable);
        }
    }
}
