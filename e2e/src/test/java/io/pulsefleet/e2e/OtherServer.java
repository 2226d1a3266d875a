package io.pulsefleet.e2e;

import io.pulsefleet.e2e.batch.Archive;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A Liberty server of another team, with jobs of its own and the feature {@code batchManagement-1.0}; its certificate is of
 * that team's own authority. See {@code src/test/batch}.
 */
record OtherServer(Server server, int httpsPort, OwnAuthority authority) implements AutoCloseable {

    static final String PASSWORD = "a password of theirs";

    private static final String KEY_PASSWORD = "changeit";
    private static final Path SOURCES = Path.of("src/test/batch");
    private static final Duration LONGEST_START = Duration.ofMinutes(3);

    static OtherServer start(Path folder) throws Exception {
        var authority = OwnAuthority.in(folder.resolve("authority"));
        packKey(authority.folder());
        var packaged = folder.resolve("packaged");
        var config = Files.createDirectories(packaged.resolve("servers/other/apps"));
        Files.copy(SOURCES.resolve("server/server.xml"), packaged.resolve("servers/other/server.xml"));
        packJobs(config.resolve("shop.war"));
        var http = Ports.free();
        var https = Ports.free();
        var env = new HashMap<>(System.getenv());
        env.putAll(Map.of(
                "http_port", Integer.toString(http),
                "https_port", Integer.toString(https),
                "key_file", authority.folder().resolve("people.p12").toString(),
                "key_password", KEY_PASSWORD,
                "operator_password", PASSWORD));
        var server = new Server(
                "other",
                Files.createDirectories(folder.resolve("server")),
                URI.create("http://localhost:" + http),
                env);
        server.start(Installation.ofBuild().liberty(), packaged);
        server.awaitReady(LONGEST_START);
        return new OtherServer(server, https, authority);
    }

    String url() {
        return "https://localhost:" + httpsPort;
    }

    String ca() throws IOException {
        return Files.readString(authority.folder().resolve("ca.pem"));
    }

    @Override
    public void close() {
        server.stop();
    }

    private static void packKey(Path folder) throws Exception {
        var process = new ProcessBuilder(
                        "openssl pkcs12 -export -in people.pem -inkey people.key -out people.p12 -name default -passout pass:"
                                .concat(KEY_PASSWORD)
                                .split(" ", -1))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(said);
        }
    }

    /** The classes of {@code io.pulsefleet.e2e.batch} and the XML of their jobs. */
    private static void packJobs(Path war) throws Exception {
        var root = Path.of(Archive.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        var classes = root.resolve(Archive.class.getPackageName().replace('.', '/'));
        try (var zip = new ZipOutputStream(Files.newOutputStream(war));
                var all = Files.list(classes);
                var jobs = Files.list(SOURCES.resolve("jobs"))) {
            for (var one : (Iterable<Path>) all::iterator) {
                put(zip, "WEB-INF/classes/" + root.relativize(one), one);
            }
            for (var job : (Iterable<Path>) jobs::iterator) {
                put(zip, "WEB-INF/classes/META-INF/batch-jobs/" + job.getFileName(), job);
            }
        }
    }

    private static void put(ZipOutputStream zip, String name, Path file) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        Files.copy(file, zip);
        zip.closeEntry();
    }
}
