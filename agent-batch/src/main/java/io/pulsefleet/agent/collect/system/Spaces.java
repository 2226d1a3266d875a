package io.pulsefleet.agent.collect.system;

import io.pulsefleet.agent.collect.system.Host.Space;
import java.io.File;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import oshi.software.os.linux.LinuxFileSystemJNA;

/**
 * How much room there is at a mount point: statvfs(3) by OSHI.
 *
 * <p>That takes a native library, which JNA unpacks and loads. Where it may not (its folders are mounted {@code noexec}),
 * Java itself tells the bytes, and the inodes stay unknown.
 */
final class Spaces {

    private static final Logger LOG = System.getLogger(Spaces.class.getName());

    private final Statvfs statvfs;
    private final boolean inodesKnown;

    Spaces() {
        this(new OshiStatvfs());
    }

    Spaces(Statvfs statvfs) {
        this.statvfs = statvfs;
        inodesKnown = statvfs.queryStatvfs("/") != null;
        if (!inodesKnown) {
            LOG.log(
                    Level.WARNING,
                    "No inodes are read: JNA cannot load its library; jna.tmpdir may name a place for it.");
        }
    }

    /** Empty when the point is gone or may not be asked. */
    Optional<Space> at(String point) {
        return inodesKnown ? withInodes(point) : withoutInodes(new File(point));
    }

    private Optional<Space> withInodes(String point) {
        return Optional.ofNullable(statvfs.queryStatvfs(point))
                .map(told -> new Space(told[2], told[4], told[3], told[0], told[1]));
    }

    private static Optional<Space> withoutInodes(File point) {
        return Optional.of(new Space(point.getTotalSpace(), point.getFreeSpace(), point.getUsableSpace(), 0, 0))
                .filter(space -> space.total() > 0);
    }

    interface Statvfs {

        /** Inodes, free inodes; then in bytes: total, available, free. Null when the call fails. */
        long[] queryStatvfs(String point);
    }

    /** Opens OSHI's own call: its callers there list all file systems, and start {@code lsblk} for that. */
    private static final class OshiStatvfs extends LinuxFileSystemJNA implements Statvfs {

        @Override
        public long[] queryStatvfs(String point) {
            return super.queryStatvfs(point);
        }
    }
}
