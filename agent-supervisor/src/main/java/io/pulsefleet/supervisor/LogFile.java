package io.pulsefleet.supervisor;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * A part of a file. The way to it is walked folder by folder, each opened within the one before (openat) and none by a
 * link: whoever may write to a folder on the way can hide the file, but not lead anywhere else.
 */
final class LogFile {

    private static final Path ROOT = Path.of("/");

    private LogFile() {}

    static Answer read(Request.OfLog asked) throws IOException {
        try (var root = Files.newDirectoryStream(ROOT)) {
            if (root instanceof SecureDirectoryStream<Path> folder) {
                return within(folder, ROOT.relativize(Path.of(asked.path())), asked);
            }
            return Answer.failed(Reason.UNREADABLE, "this system cannot open files within folders");
        } catch (NoSuchFileException none) {
            return Answer.failed(Reason.NOT_THERE, asked.path() + " is not there");
        } catch (NotDirectoryException link) {
            return notAFile(asked);
        } catch (AccessDeniedException refused) {
            return Answer.failed(Reason.UNREADABLE, asked.path() + " may not be read, even by the supervisor");
        } catch (FileSystemException other) {
            // of O_NOFOLLOW: ELOOP, "Too many levels of symbolic links"
            return String.valueOf(other.getReason()).contains("symbolic link")
                    ? notAFile(asked)
                    : Answer.failed(Reason.UNREADABLE, String.valueOf(other.getMessage()));
        }
    }

    private static Answer within(SecureDirectoryStream<Path> folder, Path rest, Request.OfLog asked)
            throws IOException {
        if (rest.getNameCount() == 1) {
            return open(folder, rest, asked);
        }
        try (var next = folder.newDirectoryStream(rest.getName(0), NOFOLLOW_LINKS)) {
            return within(next, rest.subpath(1, rest.getNameCount()), asked);
        }
    }

    private static Answer open(SecureDirectoryStream<Path> folder, Path name, Request.OfLog asked) throws IOException {
        var before = attributes(folder, name);
        if (!before.isRegularFile()) {
            return notAFile(asked); // to open a pipe would be to wait for its writer
        }
        try (var channel = folder.newByteChannel(name, Set.of(StandardOpenOption.READ, NOFOLLOW_LINKS))) {
            if (!attributes(folder, name).fileKey().equals(before.fileKey())) {
                return Answer.failed(Reason.NOT_THERE, asked.path() + " has just been rotated");
            }
            var bytes = ByteBuffer.allocate(asked.limit());
            channel.position(asked.offset());
            while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
                // until its end, or the limit
            }
            return Answer.done(fields(before, channel.size(), bytes));
        }
    }

    private static Map<String, Object> fields(BasicFileAttributes file, long size, ByteBuffer bytes) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("file", String.valueOf(file.fileKey()));
        fields.put("size", size);
        fields.put(
                "data",
                ISO_8859_1.decode(Base64.getEncoder().encode(bytes.flip())).toString());
        return fields;
    }

    private static BasicFileAttributes attributes(SecureDirectoryStream<Path> folder, Path name) throws IOException {
        return folder.getFileAttributeView(name, BasicFileAttributeView.class, NOFOLLOW_LINKS)
                .readAttributes();
    }

    private static Answer notAFile(Request.OfLog asked) {
        return Answer.refused(new RefusedException(
                Reason.NOT_A_FILE,
                asked.path() + " is no regular file, or a link leads to it: list where it really lies"));
    }
}
