package io.pulsefleet.agent.home;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Files that are there whole or not at all, and stay there when the power goes.
 *
 * <p>A file is written beside its place, as {@code .part}, forced to the disk, and renamed; then its folder is forced.
 */
public final class Durable {

    public static final String PART = ".part";

    private static final FileAttribute<?> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private Durable() {}

    /** Puts this content in the file's place; what stood there stands until then. */
    public static void write(Path file, byte[] content) throws IOException {
        write(file, content, new FileAttribute<?>[0]);
    }

    /** As {@link #write(Path, byte[])}; nobody but its owner ever may read it. */
    public static void writeSecret(Path file, byte[] content) throws IOException {
        write(file, content, OWNER_ONLY);
    }

    /** Renames it, for good. */
    public static void move(Path file, Path to) throws IOException {
        Files.move(file, to, ATOMIC_MOVE);
        force(to.getParent());
    }

    private static void write(Path file, byte[] content, FileAttribute<?>... attributes) throws IOException {
        var part = file.resolveSibling(file.getFileName() + PART);
        try {
            Files.deleteIfExists(part);
            writeForced(part, content, attributes);
            Files.move(part, file, ATOMIC_MOVE);
        } catch (IOException failed) {
            removeQuietly(part, failed);
            throw failed;
        }
        force(file.getParent());
    }

    private static void writeForced(Path part, byte[] content, FileAttribute<?>... attributes) throws IOException {
        try (var channel = FileChannel.open(part, Set.of(CREATE_NEW, WRITE), attributes)) {
            var left = ByteBuffer.wrap(content);
            while (left.hasRemaining()) {
                channel.write(left);
            }
            channel.force(true);
        }
    }

    /** A rename lasts only once its folder is on the disk. */
    private static void force(Path folder) throws IOException {
        try (var channel = FileChannel.open(folder, READ)) {
            channel.force(true);
        }
    }

    private static void removeQuietly(Path part, IOException reason) {
        try {
            Files.deleteIfExists(part);
        } catch (IOException alsoFailed) {
            reason.addSuppressed(alsoFailed);
        }
    }
}
