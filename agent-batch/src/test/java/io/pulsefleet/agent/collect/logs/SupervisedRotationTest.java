package io.pulsefleet.agent.collect.logs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * The same, but the log is root's, the reader is a user who may not open it, and a real supervisor reads for that user (PU-12).
 */
class SupervisedRotationTest extends RotationTest {

    /** Of the class path, what the reader and the supervisor need. */
    private static final List<String> NEEDED = List.of(
            "/agent-batch/", "/settings/", "/contract/", "/agent-supervisor/", "jackson", "jakarta", "microprofile");

    private static final String WORKER = "nobody";

    private Process supervisor;
    private Path socket;
    private String classes;

    @BeforeEach
    void onlyRoot() {
        assumeTrue("root".equals(System.getProperty("user.name")), "only root can be two users");
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/setpriv")), "there is no setpriv here");
    }

    @AfterEach
    void end() throws Exception {
        if (supervisor != null) {
            supervisor.destroy();
            supervisor.waitFor();
        }
    }

    @Override
    void prepare(Path log, Path segments) throws Exception {
        var folder = log.getParent();
        modes(folder, "rwxr-xr-x");
        Files.setOwner(
                segments, folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(WORKER));
        classes = copied(Files.createDirectory(folder.resolve("classes")));
        socket = folder.resolve("supervisor.sock");
        var list = Files.writeString(folder.resolve("supervisor.allow"), "log.read " + log + "*\n");
        modes(list, "rw-r--r--");
        var builder = new ProcessBuilder(as("root", "-cp", classes, "io.pulsefleet.supervisor.Supervisor"))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("journal").toFile());
        builder.environment().put("PULSE_SUPERVISOR_USER", WORKER);
        builder.environment().put("PULSE_SUPERVISOR_SOCKET", socket.toString());
        builder.environment().put("PULSE_SUPERVISOR_ALLOW", list.toString());
        supervisor = builder.start();
        while (!Files.readString(folder.resolve("journal")).contains("Listens at")) { // its socket is there before that
            assertThat(supervisor.isAlive()).isTrue();
            supervisor.waitFor(20, TimeUnit.MILLISECONDS);
        }
    }

    @Override
    List<String> reader(Path log, Path segments) {
        return as(
                WORKER,
                "-Xmx128m",
                "-cp",
                classes,
                KilledReader.class.getName(),
                log.toString(),
                segments.toString(),
                socket.toString());
    }

    @Override
    void check() throws Exception {
        supervisor.destroy();
        supervisor.waitFor();
        var said = Files.readString(socket.resolveSibling("journal"), UTF_8);
        assertThat(said)
                .contains("\"request\":\"log.read\"")
                .contains("\"reads\":")
                .doesNotContain("\"refused\"");
        assertThat(said.lines().count()).as("reads are summed up").isLessThan(100);
    }

    private static List<String> as(String user, String... words) {
        return Stream.concat(
                        Stream.of(
                                "/usr/bin/setpriv",
                                "--reuid=" + user,
                                "--regid=nogroup",
                                "--clear-groups",
                                System.getProperty("java.home") + "/bin/java"),
                        Stream.of(words))
                .toList();
    }

    /** Where another user may read them. */
    private static String copied(Path to) throws IOException {
        var path = new ArrayList<String>();
        var all = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        for (var entry : all.split(File.pathSeparator, -1)) {
            if (NEEDED.stream().anyMatch(entry::contains)) {
                var copy = to.resolve(path.size() + "-" + Path.of(entry).getFileName());
                copy(Path.of(entry), copy);
                path.add(copy.toString());
            }
        }
        return String.join(File.pathSeparator, path);
    }

    private static void copy(Path from, Path to) throws IOException {
        try (var all = Files.walk(from)) {
            for (var each : (Iterable<Path>) all::iterator) {
                Files.copy(each, to.resolve(from.relativize(each).toString()));
            }
        }
    }

    private static void modes(Path path, String modes) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(modes));
    }
}
