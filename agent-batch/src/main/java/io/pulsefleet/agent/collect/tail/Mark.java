package io.pulsefleet.agent.collect.tail;

import java.io.IOException;
import java.util.stream.Stream;

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
        HERE('h'),
        /** Of another that is still there and is read in its stead; what was read of that one counts as read of both. */
        COPY('c'),
        /** It was looked for, and is not in the folder. */
        GONE('g'),
        /** Packed, and read to its end. */
        DONE('d');

        /** Where marks are kept in few bytes. */
        final char letter;

        State(char letter) {
            this.letter = letter;
        }

        static State of(char letter) {
            return Stream.of(values())
                    .filter(state -> state.letter == letter)
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("idle: no state '" + letter + "'"));
        }
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

    /** For a file in which what was read of this one goes on. */
    Mark goingOnIn(SeenFile file) {
        return new Mark(file.inode(), file.name(), offset, head, near, file.modified(), State.HERE);
    }

    Mark as(State other) {
        return new Mark(inode, name, offset, head, near, modified, other);
    }

    /** Whether what was read up to here stands in that file. */
    boolean isFoundIn(Bytes channel, long size) throws IOException {
        return size >= offset && isLeftBy(Trail.before(offset, channel));
    }

    boolean isLeftBy(Trail trail) {
        return trail.offset() == offset && trail.headChecksum() == head && trail.nearChecksum() == near;
    }

    /** Whether there is no need to look: nobody wrote since it was read to its end. */
    boolean isUnchanged(SeenFile file) {
        return state == State.HERE && file.modified() == modified && file.size() == offset;
    }

    /** Of a packed file that is not to be read, or was. */
    static Mark done(SeenFile file, long offset) {
        return new Mark(file.inode(), file.name(), offset, 0, 0, file.modified(), State.DONE);
    }

    /** Whether nothing of a packed file is left to be read. */
    boolean isDone(SeenFile file) {
        return state == State.DONE && file.modified() == modified;
    }

    /** Nothing was read of it, so nothing but its inode is known. */
    boolean isUntouched() {
        return offset == 0;
    }
}
