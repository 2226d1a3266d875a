package io.pulsefleet.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * PostgreSQL's programs, unpacked.
 *
 * @param prefix what stands before each command: PostgreSQL refuses to run as root, and {@code unshare -U} gives root a
 *     user namespace in which it is nobody
 */
record Programs(Path folder, List<String> prefix) {

    /** Longer than any of them takes: initdb and a start with recovery on a slow disk. */
    private static final long LONGEST_SECONDS = 600;

    /** Where an archive comes from. */
    private interface Archive {
        InputStream open() throws IOException;
    }

    /** Unpacks them where that was not done yet. The folder's name tells their content, so that an update is another folder. */
    static Programs unpackedIn(Path folder) {
        return unpackedIn(folder, Programs::onClassPath);
    }

    /** Those of another version, out of the jar that Maven has them in. */
    static Programs unpackedFrom(Path jar, Path folder) {
        return unpackedIn(
                folder,
                () -> URI.create("jar:" + jar.toUri() + "!" + nameOfArchive())
                        .toURL()
                        .openStream());
    }

    private static Programs unpackedIn(Path folder, Archive archive) {
        try {
            var unpacked = folder.resolve("postgresql-" + nameOfContent(archive));
            if (Files.notExists(unpacked)) {
                unpack(archive, unpacked);
            }
            return new Programs(unpacked, prefixForThisUser());
        } catch (IOException unwritable) {
            throw new PostgresException("Cannot unpack PostgreSQL into " + folder + ": " + unwritable, unwritable);
        }
    }

    /** Returns what it says. */
    String run(String program, String... arguments) {
        return runWith("", program, arguments);
    }

    /** @throws PostgresException with all it says, when it does not end well */
    String runWith(String input, String program, String... arguments) {
        var command = new ArrayList<>(prefix);
        command.add(folder.resolve("bin").resolve(program).toString());
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("PG") || name.startsWith("LC_"));
        builder.environment().put("LC_ALL", "C"); // its messages are read
        try {
            return end(program, builder.start(), input);
        } catch (IOException notStarted) {
            throw new PostgresException("Cannot run " + command.get(0) + ": " + notStarted.getMessage(), notStarted);
        }
    }

    private static String end(String program, Process process, String input) throws IOException {
        try (var stdin = process.getOutputStream()) {
            stdin.write(input.getBytes(StandardCharsets.UTF_8));
        }
        try {
            var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            if (!process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new PostgresException(program + " does not end.");
            }
            if (process.exitValue() != 0) {
                throw new PostgresException("%s ended with %d: %s".formatted(program, process.exitValue(), said));
            }
            return said;
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
            throw new PostgresException("Interrupted while " + program + " ran.", stop);
        }
    }

    private static List<String> prefixForThisUser() throws IOException {
        var uid = (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
        return uid == 0 ? List.of("unshare", "--user") : List.of();
    }

    private static void unpack(Archive archive, Path unpacked) throws IOException {
        Files.createDirectories(unpacked.getParent());
        var part = Files.createTempDirectory(unpacked.getParent(), ".unpacking-");
        try (var tar = new TarArchiveInputStream(new XZInputStream(archive.open()))) {
            for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                unpack(entry, tar, part);
            }
        }
        Files.setPosixFilePermissions(part, PosixFilePermissions.fromString("rwxr-xr-x"));
        try {
            Files.move(part, unpacked, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileSystemException lost) {
            if (Files.notExists(unpacked)) {
                throw lost;
            } // another process was first, with the same content
        }
    }

    private static void unpack(TarArchiveEntry entry, TarArchiveInputStream tar, Path folder) throws IOException {
        var target = entry.resolveIn(folder);
        Files.createDirectories(target.getParent());
        if (entry.isDirectory()) {
            Files.createDirectories(target);
        } else if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
        } else {
            Files.copy(tar, target);
            Files.setPosixFilePermissions(
                    target, PosixFilePermissions.fromString((entry.getMode() & 0100) == 0 ? "rw-r--r--" : "rwxr-xr-x"));
        }
    }

    private static String nameOfContent(Archive archive) throws IOException {
        try (var in = new DigestInputStream(archive.open(), MessageDigest.getInstance("SHA-256"))) {
            in.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(in.getMessageDigest().digest(), 0, 8);
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }

    private static InputStream onClassPath() {
        var archive = Programs.class.getResourceAsStream(nameOfArchive());
        if (archive == null) {
            throw new UncheckedIOException(new IOException("not on the class path: " + nameOfArchive()));
        }
        return archive;
    }

    private static String nameOfArchive() {
        return switch (System.getProperty("os.arch")) {
            case "amd64" -> "/postgres-linux-x86_64.txz";
            case "aarch64" -> "/postgres-linux-arm_64.txz";
            default ->
                throw new PostgresException("There is no embedded PostgreSQL for " + System.getProperty("os.arch")
                        + ": name a database of your own.");
        };
    }
}
