package io.pulsefleet.agent.collect.tail;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** A file's bytes, by their places. */
interface Bytes extends Closeable {

    /** How many there are now; of a packed file it is not known before its end was read: {@link Long#MAX_VALUE} then. */
    long size() throws IOException;

    /** @return how many were read; not positive where there are no more */
    int read(ByteBuffer into, long at) throws IOException;

    /** Whether it can be read on when it is removed. */
    default boolean isHeld() {
        return true;
    }

    /** Where it lies now. */
    default void isAt(Path path) {}

    static Bytes of(FileChannel channel) {
        return new Plain(channel);
    }

    /** As they lie on the disk. */
    record Plain(FileChannel channel) implements Bytes {

        @Override
        public long size() throws IOException {
            return channel.size();
        }

        @Override
        public int read(ByteBuffer into, long at) throws IOException {
            return channel.read(into, at);
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
