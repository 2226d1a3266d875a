package io.pulsefleet.supervisor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/**
 * The list on the disk. It is read anew for each request: what was changed holds at once.
 *
 * <p>It counts only while none but root could have written it: it and each folder above it are root's, are no links, and
 * nobody else may write to them. (Whoever may rename in a folder could put another list there.)
 *
 * @param owner who runs this process; root, but in tests
 */
record AllowFile(Path path, int owner) {

    private static final int MOST_BYTES = 65_536;
    private static final int WRITABLE_BY_OTHERS = 0022;
    private static final int STICKY = 01000;

    /** @throws RefusedException that says why nothing is permitted, and the remedy */
    AllowList read() throws RefusedException {
        try {
            for (var each = path; each != null; each = each.getParent()) {
                check(each);
            }
            return AllowList.of(text().lines().toList());
        } catch (NoSuchFileException none) {
            throw unusable("is not there; make it, with what this host permits");
        } catch (CharacterCodingException garbled) {
            throw unusable("is no text in UTF-8");
        } catch (IOException unreadable) {
            throw unusable("cannot be read: " + unreadable.getMessage());
        } catch (IllegalArgumentException mistakes) {
            throw unusable("has mistakes: " + mistakes.getMessage());
        }
    }

    private void check(Path each) throws IOException, RefusedException {
        var attributes = Files.readAttributes(each, "unix:uid,mode,isRegularFile,isDirectory", NOFOLLOW_LINKS);
        if (!Boolean.TRUE.equals(attributes.get(each.equals(path) ? "isRegularFile" : "isDirectory"))) {
            throw unusable("is no regular file in folders without links: look at " + each);
        }
        var uid = (int) attributes.get("uid");
        if (uid != 0 && uid != owner) {
            throw unusable("is not used, for " + each + " is not root's: chown root " + each);
        }
        var mode = (int) attributes.get("mode");
        var isSafe = (mode & WRITABLE_BY_OTHERS) == 0 || (!each.equals(path) && (mode & STICKY) != 0);
        if (!isSafe) {
            throw unusable("is not used, for others than root may write to " + each + ": chmod go-w " + each);
        }
    }

    private String text() throws IOException {
        try (var channel = Files.newByteChannel(path, Set.of(StandardOpenOption.READ, NOFOLLOW_LINKS))) {
            if (channel.size() > MOST_BYTES) {
                throw new IOException("it is longer than " + MOST_BYTES + " bytes");
            }
            var bytes = ByteBuffer.allocate(MOST_BYTES);
            while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
                // until its end
            }
            return UTF_8.newDecoder().decode(bytes.flip()).toString();
        }
    }

    private RefusedException unusable(String why) {
        return new RefusedException(Reason.ALLOW_LIST, path + " " + why);
    }
}
