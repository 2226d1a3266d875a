package io.pulsefleet.dist;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/** {@code install.sh} with a package that has nothing in it, and a folder that looks like a system. */
final class Installer {

    private static final Path LIBERTY = Path.of("..");

    private final Path root;
    private final Path archive;

    record Said(int code, String text) {}

    /** @param osRelease of {@code src/test/resources/os} */
    Installer(Path folder, String kind, String osRelease) throws IOException {
        root = Files.createDirectories(folder.resolve("root"));
        archive = Files.createDirectories(folder.resolve("archive"));
        Files.createDirectories(root.resolve("usr/bin"));
        Files.createDirectories(root.resolve("etc"));
        Files.writeString(root.resolve("etc/passwd"), "root:x:0:0::/root:/bin/sh\n");
        Files.writeString(root.resolve("etc/group"), "root:x:0:\n");
        Files.copy(Path.of("src/test/resources/os", osRelease), root.resolve("etc/os-release"));

        Files.createDirectories(archive.resolve("program/bin"));
        Files.writeString(archive.resolve("program/bin/what"), "of this version");
        Files.createDirectory(archive.resolve("etc"));
        Files.createDirectory(archive.resolve("units"));
        copy(Path.of("install.sh"), archive);
        copy(LIBERTY.resolve("../LICENSE"), archive);
        copy(Path.of("etc", kind + ".env"), archive.resolve("etc"));
        copy(LIBERTY.resolve("systemd/supervisor.allow"), archive.resolve("etc"));
        for (var unit : List.of(kind, "supervisor")) {
            copy(LIBERTY.resolve("systemd/pulsefleet-" + unit + ".service"), archive.resolve("units"));
        }
        version(kind, "1.0");
    }

    void version(String kind, String version) throws IOException {
        Files.writeString(archive.resolve("package"), "kind=" + kind + "\nversion=" + version + "\n");
    }

    /** @param version as its file {@code release} says it */
    Installer withJava(String home, String version) throws IOException {
        var folder = root.resolve(home.substring(1));
        var java = Files.createDirectories(folder.resolve("bin")).resolve("java");
        Files.writeString(java, "#!/bin/sh\n");
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.writeString(folder.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
        return this;
    }

    Path root() {
        return root;
    }

    Said run(String... words) throws Exception {
        return run(archive, words);
    }

    /** As it lies in the program that is installed. */
    Said runInstalled(String kind, String... words) throws Exception {
        return run(root.resolve("opt/pulsefleet").resolve(kind), words);
    }

    private Said run(Path folder, String... words) throws Exception {
        var command = new ArrayList<>(List.of("sh", folder.resolve("install.sh").toString()));
        command.addAll(List.of(words));
        command.addAll(List.of("--root", root.toString()));
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().remove("JAVA_HOME");
        var process = builder.start();
        var text = new String(process.getInputStream().readAllBytes(), UTF_8);
        return new Said(
                process.waitFor(), text.replace(root.toString(), "ROOT").replace(archive.toString(), "ARCHIVE"));
    }

    private static void copy(Path file, Path into) throws IOException {
        Files.copy(file, into.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
    }
}
