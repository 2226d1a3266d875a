package io.pulsefleet.agent.collect.tail;

import java.io.IOException;
import java.nio.channels.FileChannel;

/**
 * How far one file was read, and how it is known again.
 *
 * @param name the last that it had; for people only
 * @param offset what lies before it was read
 * @param head a checksum of its first bytes, in so far as they were read
 * @param near a checksum of the last bytes before the offset
 * @param modified when it was changed last, in nanoseconds since the epoch
 */
record Mark(long inode, String name, long offset, long head, long near, long modified, State state) {

    enum State {
        HERE,
        /** Of another that is still there and is read in its stead; what was read of that one counts as read of both. */
        COPY,
        /** It was looked for, and is not in the folder. */
        GONE
    }

    Mark {
        if (name == null || state == null || offset < 0) {
            throw new IllegalArgumentException("offset: the mark is not whole");
        }
    }

    static Mark of(SeenFile file, Trail trail) {
        return new Mark(
                file.inode(),
                file.name(),
                trail.offset(),
                trail.headChecksum(),
                trail.nearChecksum(),
                file.modified(),
                State.HERE);
    }

    /** For a file that is being copied, or was. */
    Mark asThatOf(SeenFile copy) {
        return new Mark(copy.inode(), copy.name(), offset, head, near, copy.modified(), State.COPY);
    }

    Mark as(State other) {
        return new Mark(inode, name, offset, head, near, modified, other);
    }

    /** Whether what was read up to here stands in that file. */
    boolean isFoundIn(FileChannel channel, long size) throws IOException {
        return size >= offset && isLeftBy(Trail.before(offset, channel));
    }

    boolean isLeftBy(Trail trail) {
        return trail.offset() == offset && trail.headChecksum() == head && trail.nearChecksum() == near;
    }

    /** Whether there is no need to look: nobody wrote since it was read to its end. */
    boolean isUnchanged(SeenFile file) {
        return state == State.HERE && file.modified() == modified && file.size() == offset;
    }

    /** Nothing was read of it, so nothing but its inode is known. */
    boolean isUntouched() {
        return offset == 0;
    }
}
