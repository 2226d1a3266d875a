package io.pulsefleet.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** A real OpenID provider: another Open Liberty, whose directory has {@code olga}, {@code pia}, {@code rita} and {@code quentin}. */
final class OpenIdProvider implements AutoCloseable {

    static final String SECRET = "of-the-tests-with-a-provider";

    private static final Duration LONGEST = Duration.ofMinutes(2);

    private final Server server;
    private final Path keys;
    private final int port = Ports.free();

    private OpenIdProvider(Path home, String comesBackTo) throws Exception {
        Files.createDirectories(home);
        keys = home.resolve("keys.p12");
        makeKeys(keys);
        var http = URI.create("http://localhost:" + Ports.free());
        server = new Server(
                "provider",
                Files.createDirectories(home.resolve("server")),
                http,
                Map.of(
                        "PROVIDER_HTTP_PORT",
                        Integer.toString(http.getPort()),
                        "PROVIDER_HTTPS_PORT",
                        Integer.toString(port),
                        "PROVIDER_KEYS",
                        keys.toString(),
                        "PROVIDER_SECRET",
                        SECRET,
                        "PROVIDER_REDIRECT",
                        comesBackTo,
                        "keystore_password",
                        "of-the-tests"));
    }

    static OpenIdProvider start(Path home, String comesBackTo) throws Exception {
        var provider = new OpenIdProvider(home, comesBackTo);
        var packaged = Files.createDirectories(home.resolve("packaged/servers/provider"));
        Files.copy(Path.of("src/test/resources/openid-provider.xml"), packaged.resolve("server.xml"));
        provider.server.start(Installation.ofBuild().liberty(), home.resolve("packaged"));
        provider.server.awaitReady(LONGEST);
        return provider;
    }

    private static void makeKeys(Path file) throws IOException, InterruptedException {
        var keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "provider",
                        "-keyalg",
                        "RSA",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        "of-the-tests",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=dns:localhost",
                        "-validity",
                        "2")
                .redirectErrorStream(true)
                .redirectOutput(file.resolveSibling("keytool.log").toFile())
                .start();
        assertThat(keytool.waitFor()).isZero();
    }

    /** Its certificate, with {@code of-the-tests} as password. */
    Path keys() {
        return keys;
    }

    String discovery() {
        return issuer() + "/.well-known/openid-configuration";
    }

    String issuer() {
        return "https://localhost:" + port + "/oidc/endpoint/test";
    }

    @Override
    public void close() {
        server.stop();
    }
}
