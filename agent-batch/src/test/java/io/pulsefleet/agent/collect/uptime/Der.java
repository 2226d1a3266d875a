package io.pulsefleet.agent.collect.uptime;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;

/** Makes certificates, good ones and bad ones, by hand: Java reads them, and makes none. */
final class Der {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);

    /** {@code ecdsa-with-SHA256} */
    private static final byte[] ALGORITHM = sequence(oid(0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x04, 0x03, 0x02));

    private Der() {}

    /** A certificate and its key. */
    record Signed(X509Certificate certificate, KeyPair keys) {

        String pem() throws GeneralSecurityException {
            return "-----BEGIN CERTIFICATE-----\n" + Base64.getMimeEncoder().encodeToString(certificate.getEncoded())
                    + "\n-----END CERTIFICATE-----\n";
        }

        String keyPem() {
            return "-----BEGIN PRIVATE KEY-----\n"
                    + Base64.getMimeEncoder().encodeToString(keys.getPrivate().getEncoded())
                    + "\n-----END PRIVATE KEY-----\n";
        }
    }

    static Signed authority(String name) throws GeneralSecurityException {
        return make(
                name,
                null,
                null,
                Instant.now().minusSeconds(86_400),
                Instant.now().plusSeconds(86_400L * 365));
    }

    /** @param by null: itself */
    static Signed make(String name, String host, Signed by, Instant from, Instant until)
            throws GeneralSecurityException {
        var generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        var keys = generator.generateKeyPair();
        var issuer = by == null
                ? name
                : by.certificate().getSubjectX500Principal().getName().substring(3);
        var extensions = host == null
                ? sequence(sequence(
                        oid(0x55, 0x1D, 0x13), tag(0x01, new byte[] {-1}), tag(0x04, sequence(tag(0x01, new byte[] {-1
                        })))))
                : sequence(sequence(
                        oid(0x55, 0x1D, 0x11),
                        tag(0x04, sequence(tag(0x82, host.getBytes(StandardCharsets.US_ASCII))))));
        var body = sequence(
                tag(0xA0, tag(0x02, new byte[] {2})),
                tag(0x02, BigInteger.valueOf(System.nanoTime()).toByteArray()),
                ALGORITHM,
                named(issuer),
                sequence(time(from), time(until)),
                named(name),
                keys.getPublic().getEncoded(),
                tag(0xA3, extensions));
        var signer = Signature.getInstance("SHA256withECDSA");
        signer.initSign(by == null ? keys.getPrivate() : by.keys().getPrivate());
        signer.update(body);
        var bytes = sequence(body, ALGORITHM, tag(0x03, joined(new byte[] {0}, signer.sign())));
        var certificate = (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new java.io.ByteArrayInputStream(bytes));
        return new Signed(certificate, keys);
    }

    private static byte[] named(String name) {
        return sequence(tag(0x31, sequence(oid(0x55, 0x04, 0x03), tag(0x0C, name.getBytes(StandardCharsets.UTF_8)))));
    }

    private static byte[] time(Instant moment) {
        return tag(0x18, TIME.format(moment).getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] oid(int... bytes) {
        var content = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            content[i] = (byte) bytes[i];
        }
        return tag(0x06, content);
    }

    private static byte[] sequence(byte[]... parts) {
        return tag(0x30, joined(parts));
    }

    private static byte[] joined(byte[]... parts) {
        var out = new ByteArrayOutputStream();
        for (var part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    private static byte[] tag(int tag, byte[] content) {
        var out = new ByteArrayOutputStream();
        out.write(tag);
        if (content.length < 128) {
            out.write(content.length);
        } else if (content.length < 256) {
            out.write(0x81);
            out.write(content.length);
        } else {
            out.write(0x82);
            out.write(content.length >> 8);
            out.write(content.length);
        }
        out.writeBytes(content);
        return out.toByteArray();
    }
}
