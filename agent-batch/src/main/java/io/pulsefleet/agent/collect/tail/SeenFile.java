package io.pulsefleet.agent.collect.tail;

import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A file as it is now.
 *
 * @param modified when it was changed last, in nanoseconds since the epoch
 * @param wanted whether the pattern names it
 * @param packed whether it is to be unpacked as it is read
 */
record SeenFile(Path path, long inode, long size, long modified, boolean wanted, boolean packed) {

    static SeenFile of(Path path, Map<String, Object> attributes, boolean wanted, boolean packed) {
        return new SeenFile(
                path,
                ((Number) attributes.get("ino")).longValue(),
                ((Number) attributes.get("size")).longValue(),
                ((FileTime) attributes.get("lastModifiedTime")).to(TimeUnit.NANOSECONDS),
                wanted,
                packed);
    }

    /** One that is not in the folder any more. */
    static SeenFile gone(Mark mark) {
        return new SeenFile(Path.of(mark.name()), mark.inode(), Long.MAX_VALUE, mark.modified(), true, false);
    }

    String name() {
        return String.valueOf(path.getFileName());
    }
}
