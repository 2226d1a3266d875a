package io.pulsefleet.agent.collect.sql;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;

/** A certificate that signs itself, and its key, as servers read them. */
record SelfSigned(Path certificate, Path key) {

    private static final String PASSWORD = "a-password";

    static SelfSigned in(Path folder) throws IOException, InterruptedException, GeneralSecurityException {
        var store = folder.resolve("own.p12");
        var keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "own",
                        "-keyalg",
                        "RSA",
                        "-dname",
                        "CN=127.0.0.1",
                        "-validity",
                        "30",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        PASSWORD,
                        "-keystore",
                        store.toString())
                .inheritIO()
                .start();
        if (keytool.waitFor() != 0) {
            throw new IOException("keytool ended with " + keytool.exitValue());
        }
        var keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
        var own = new SelfSigned(folder.resolve("own.crt"), folder.resolve("own.key"));
        write(own.certificate(), "CERTIFICATE", keys.getCertificate("own").getEncoded());
        write(
                own.key(),
                "PRIVATE KEY",
                keys.getKey("own", PASSWORD.toCharArray()).getEncoded());
        return own;
    }

    /** For its owner only, or PostgreSQL takes no key. */
    private static void write(Path file, String what, byte[] content) throws IOException {
        var text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
        Files.writeString(file, "-----BEGIN " + what + "-----\n" + text + "\n-----END " + what + "-----\n", US_ASCII);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }
}
