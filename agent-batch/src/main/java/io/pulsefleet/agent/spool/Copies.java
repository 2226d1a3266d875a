package io.pulsefleet.agent.spool;

import io.pulsefleet.wire.MetricSet;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;

/**
 * Wants its own part of what is sealed, whatever becomes of the segment.
 *
 * <pre>
 * prepare --the segment is on the disk--> sealed          a crash between: at the next start the segment is there, so
 *         --it is not-------------------> dropped         is the copy; or it is not, and the copy never was
 * </pre>
 */
public interface Copies {

    Copies NONE = new Copies() {
        @Override
        public void prepare(long number, byte[] content, Definitions definitions) {}

        @Override
        public void sealed(long number) {}

        @Override
        public void drop(long number) {}

        @Override
        public void keep(byte[] content, Definitions definitions) {}

        @Override
        public void settle(Set<Long> onDisk) {}
    };

    /** The sets that a segment's frames name; they lie beside it. */
    interface Definitions {

        Definitions NONE = hash -> Optional.empty();

        /** Empty where it is not known here any more. */
        Optional<MetricSet> find(String hash) throws IOException;
    }

    /** Brings what it wants to the disk, where it does not count yet. */
    void prepare(long number, byte[] content, Definitions definitions) throws IOException;

    /** The segment is on the disk: from now on the copy counts. */
    void sealed(long number);

    /** The segment did not come to the disk. */
    void drop(long number);

    /** A segment that was held in memory leaves without ever having been on the disk. */
    void keep(byte[] content, Definitions definitions);

    /** What was prepared when a crash came counts if its segment is on the disk. */
    void settle(Set<Long> onDisk) throws IOException;
}
