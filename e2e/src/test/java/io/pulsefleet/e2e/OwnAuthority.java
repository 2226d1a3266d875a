package io.pulsefleet.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;

/** A company's own authority, with a key of RSA as most have, and a certificate that it gave; made by openssl. */
record OwnAuthority(Path folder) {

    static OwnAuthority in(Path folder) throws Exception {
        var own = new OwnAuthority(Files.createDirectories(folder));
        own.run("req -x509 -newkey rsa:2048 -noenc -subj /CN=company -days 9 -keyout ca.key -out ca.pem");
        own.run("req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -noenc -subj /CN=pulse.example -keyout people.key"
                + " -out people.csr");
        Files.writeString(folder.resolve("names"), "subjectAltName=DNS:pulse.example,DNS:localhost");
        own.run("x509 -req -in people.csr -CA ca.pem -CAkey ca.key -days 9 -extfile names -out people.pem");
        return own;
    }

    /** As a hub is told of it. */
    Map<String, String> settings() {
        return Map.of(
                "PULSE_CA_CERTIFICATE_FILE", folder.resolve("ca.pem").toString(),
                "PULSE_CA_KEY_FILE", folder.resolve("ca.key").toString(),
                "PULSE_TLS_CERTIFICATE_FILE", folder.resolve("people.pem").toString(),
                "PULSE_TLS_KEY_FILE", folder.resolve("people.key").toString());
    }

    X509Certificate authority() throws IOException, GeneralSecurityException {
        return read("ca.pem");
    }

    X509Certificate people() throws IOException, GeneralSecurityException {
        return read("people.pem");
    }

    private X509Certificate read(String name) throws IOException, GeneralSecurityException {
        try (InputStream in = Files.newInputStream(folder.resolve(name))) {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
        }
    }

    private void run(String words) throws Exception {
        var process = new ProcessBuilder(List.of(("openssl " + words).split(" ", -1)))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(said);
        }
    }
}
