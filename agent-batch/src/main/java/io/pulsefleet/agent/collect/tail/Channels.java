package io.pulsefleet.agent.collect.tail;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Open files, by their inodes. Those that are written to stay open between turns: what is removed then, or packed, can
 * still be read to its end.
 */
final class Channels {

    private final Map<Long, FileChannel> open = new HashMap<>();

    FileChannel of(SeenFile file) throws IOException {
        var known = open.get(file.inode());
        if (known != null) {
            return known;
        }
        var channel = FileChannel.open(file.path(), StandardOpenOption.READ);
        if (!Files.getAttribute(file.path(), "unix:ino").equals(file.inode())) {
            channel.close();
            throw new NoSuchFileException(file.path().toString(), null, "it has just been rotated");
        }
        open.put(file.inode(), channel);
        return channel;
    }

    Optional<FileChannel> stillOpen(long inode) {
        return Optional.ofNullable(open.get(inode));
    }

    void closeAllBut(Collection<Long> inodes) throws IOException {
        for (var inode :
                open.keySet().stream().filter(one -> !inodes.contains(one)).toList()) {
            open.remove(inode).close();
        }
    }
}
