package io.pulsefleet.agent.collect.tail;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Open files, by their inodes. Those that are written to stay open between turns: what is removed then, or packed, can
 * still be read to its end.
 */
final class Channels {

    /** So that a folder of many unread files does not take all that the system has. */
    private static final int MOST = 100;

    /** The one that was used last is the last. */
    private final Map<Long, Bytes> open = new LinkedHashMap<>(16, 0.75f, true);

    /** Open since the last turn; some of them may be nowhere else any more. */
    private Set<Long> lasting = Set.of();

    private final SupervisedFiles supervised;

    Channels(SupervisedFiles supervised) {
        this.supervised = supervised;
    }

    Bytes of(SeenFile file) throws IOException {
        var known = open.get(file.inode());
        if (known != null) {
            known.isAt(file.path());
            return known;
        }
        var channel = opened(file);
        if (!Files.getAttribute(file.path(), "unix:ino").equals(file.inode())) {
            channel.close();
            throw new NoSuchFileException(file.path().toString(), null, "it has just been rotated");
        }
        open.put(file.inode(), channel);
        closeLongestUnused();
        return channel;
    }

    private Bytes opened(SeenFile file) throws IOException {
        var path = file.path();
        try {
            return file.packed()
                    ? new PackedBytes(path, () -> Files.newInputStream(path))
                    : Bytes.of(FileChannel.open(path, StandardOpenOption.READ));
        } catch (AccessDeniedException mayNot) {
            if (!supervised.isThere()) {
                throw mayNot;
            }
            var bytes = new SupervisedBytes(file, supervised);
            return file.packed() ? new PackedBytes(path, bytes::stream) : bytes;
        }
    }

    boolean mayRead(Path path) {
        return supervised.mayRead(path);
    }

    /** What the supervisor said. */
    Optional<String> refusal(Path path) {
        return supervised.refusal(path);
    }

    private void closeLongestUnused() throws IOException {
        if (open.size() > MOST + lasting.size()) {
            var unused = open.keySet().stream()
                    .filter(inode -> !lasting.contains(inode))
                    .findFirst()
                    .orElseThrow();
            open.remove(unused).close();
        }
    }

    Optional<Bytes> stillOpen(long inode) {
        return Optional.ofNullable(open.get(inode)).filter(Bytes::isHeld);
    }

    void closeAllBut(Collection<Long> inodes) throws IOException {
        for (var inode :
                open.keySet().stream().filter(one -> !inodes.contains(one)).toList()) {
            open.remove(inode).close();
        }
        lasting = Set.copyOf(inodes);
    }
}
