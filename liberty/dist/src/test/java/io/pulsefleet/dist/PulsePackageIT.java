package io.pulsefleet.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SP-10: the client as somebody unpacks it who has a Java and nothing else of ours. */
class PulsePackageIT {

    private static final String VERSION = System.getProperty("pulse.version");
    private static final Path ARCHIVE =
            Path.of("target", "pulse-" + VERSION + ".tar.gz").toAbsolutePath();

    @TempDir
    Path folder;

    @BeforeEach
    void unpack() throws Exception {
        assertThat(said("tar", "-xzf", ARCHIVE.toString())).isEmpty();
    }

    @Test
    void itRunsWhereverItIsLinkedFrom() throws Exception {
        var bin = Files.createDirectory(folder.resolve("bin"));
        Files.createSymbolicLink(bin.resolve("pulse"), folder.resolve("pulse-" + VERSION + "/pulse"));

        assertThat(said(bin.resolve("pulse").toString(), "--version")).contains(VERSION);
        assertThat(said(bin.resolve("pulse").toString(), "--help"))
                .contains("login", "hosts", "jobs", "run", "apply", "export", "tail");
    }

    @Test
    void bashCompletesItsCommands() throws Exception {
        var completion = folder.resolve("pulse-" + VERSION + "/completion/pulse");

        assertThat(said(
                        "bash",
                        "-c",
                        "source '%s' && COMP_WORDS=(pulse ex) COMP_CWORD=1 && COMP_LINE='pulse ex' COMP_POINT=8 && "
                                        .formatted(completion)
                                + "$(complete -p pulse | sed 's/.*-F \\([^ ]*\\).*/\\1/') && echo \"${COMPREPLY[*]}\""))
                .contains("export");
    }

    @Test
    void nobodyElseMayWriteWhatIsRun() throws Exception {
        try (var files = Files.walk(folder.resolve("pulse-" + VERSION))) {
            assertThat(files.map(PulsePackageIT::rightsOfOthers)).doesNotContain("w");
        }
    }

    private static String rightsOfOthers(Path file) {
        try {
            return Files.getPosixFilePermissions(file).stream()
                            .anyMatch(one -> one.name().equals("OTHERS_WRITE")
                                    || one.name().equals("GROUP_WRITE"))
                    ? "w"
                    : "";
        } catch (IOException unreadable) {
            throw new IllegalStateException(unreadable);
        }
    }

    private String said(String... command) throws Exception {
        var process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }
}
