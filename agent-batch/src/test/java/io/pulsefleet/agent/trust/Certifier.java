package io.pulsefleet.agent.trust;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;

/** An authority made by openssl, as anybody may have one. */
record Certifier(Path folder) {

    static Certifier in(Path folder) throws Exception {
        var certifier = new Certifier(folder);
        certifier.run("openssl", "ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", "ca.key");
        certifier.run(
                "openssl",
                "req",
                "-x509",
                "-new",
                "-key",
                "ca.key",
                "-subj",
                "/CN=authority",
                "-days",
                "9",
                "-out",
                "ca.pem");
        return certifier;
    }

    X509Certificate authority() throws Exception {
        return read(authorityText());
    }

    String authorityText() throws Exception {
        return Files.readString(folder.resolve("ca.pem"));
    }

    /** What openssl makes of a request; it refuses one that it cannot read, or that its key has not signed. */
    String certify(String request) throws Exception {
        Files.writeString(folder.resolve("host.csr"), request);
        run(
                "openssl",
                "x509",
                "-req",
                "-in",
                "host.csr",
                "-CA",
                "ca.pem",
                "-CAkey",
                "ca.key",
                "-set_serial",
                BigInteger.TEN.toString(),
                "-days",
                "3",
                "-out",
                "host.pem");
        return Files.readString(folder.resolve("host.pem"));
    }

    String subjectOf(String request) throws Exception {
        Files.writeString(folder.resolve("host.csr"), request);
        return run("openssl", "req", "-in", "host.csr", "-verify", "-noout", "-subject");
    }

    static X509Certificate read(String pem) throws Exception {
        return (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(
                        new ByteArrayInputStream(Pem.parts("CERTIFICATE", pem).get(0)));
    }

    private String run(String... command) throws Exception {
        var process = new ProcessBuilder(List.of(command))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new AssertionError(said);
        }
        return said;
    }
}
