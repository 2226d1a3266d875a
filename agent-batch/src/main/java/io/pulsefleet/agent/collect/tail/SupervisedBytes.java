package io.pulsefleet.agent.collect.tail;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** A file that the supervisor reads, found again under another name as long as it is in its folder. It holds nothing open. */
final class SupervisedBytes implements Bytes {

    private final SupervisedFiles files;
    private final long inode;
    private Path path;

    SupervisedBytes(SeenFile file, SupervisedFiles files) {
        this.files = files;
        this.inode = file.inode();
        this.path = file.path();
    }

    @Override
    public void isAt(Path now) {
        path = now;
    }

    /** What is removed is gone. */
    @Override
    public boolean isHeld() {
        return false;
    }

    @Override
    public long size() throws IOException {
        if (inodeOf(path).filter(found -> found == inode).isEmpty()) {
            path = newName();
        }
        return Files.size(path);
    }

    @Override
    public int read(ByteBuffer into, long at) throws IOException {
        if (at >= size()) {
            return -1;
        }
        var part = part(at, into.remaining());
        var count = part.remaining();
        into.put(part);
        return count == 0 ? -1 : count;
    }

    private ByteBuffer part(long at, int limit) throws IOException {
        try {
            return files.read(path, inode, at, limit);
        } catch (NoSuchFileException rotated) {
            path = newName();
            return files.read(path, inode, at, limit);
        }
    }

    private Path newName() throws IOException {
        try (var all = Files.newDirectoryStream(path.getParent())) {
            for (var each : all) {
                if (inodeOf(each).filter(found -> found == inode).isPresent()) {
                    return each;
                }
            }
        }
        throw new NoSuchFileException(path.toString(), null, "it has just been removed");
    }

    private static Optional<Long> inodeOf(Path path) throws IOException {
        try {
            return Optional.of((Long) Files.getAttribute(path, "unix:ino"));
        } catch (NoSuchFileException goneMeanwhile) {
            return Optional.empty();
        }
    }

    /** All of it, from its beginning on. */
    InputStream stream() {
        return new InputStream() {
            private long at;

            @Override
            public int read() throws IOException {
                var one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] bytes, int from, int length) throws IOException {
                var count = SupervisedBytes.this.read(ByteBuffer.wrap(bytes, from, length), at);
                at += Math.max(0, count);
                return count;
            }
        };
    }

    @Override
    public void close() {}
}
