package io.pulsefleet.e2e;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** One stack on one data folder. The operating system lets go of it even when the stack is killed. */
final class StackLock {

    private final FileChannel channel;

    private StackLock(FileChannel channel) {
        this.channel = channel;
    }

    /** @throws StackException when another stack runs there; names its process */
    static StackLock take(Path data) throws IOException {
        var file = data.resolve("stack.lock");
        var channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (lock(channel) == null) {
            var owner = Files.readString(file).strip();
            channel.close();
            throw new StackException("The data folder %s is in use by process %s: stop it, or set %s to another folder."
                    .formatted(data, owner, StackConfig.DATA.environmentName()));
        }
        channel.truncate(0);
        channel.write(
                ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)));
        return new StackLock(channel);
    }

    void release() {
        try {
            channel.close();
        } catch (IOException stays) {
            throw new StackException("Cannot let go of the data folder.", stays);
        }
    }

    private static FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException thisProcessHasIt) {
            return null;
        }
    }
}
