package io.pulsefleet.agent.spool;

import io.pulsefleet.agent.trouble.Troubles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;

/** A spool for tests of those that stand around it. */
public final class SpoolFolder {

    private SpoolFolder() {}

    public static Spool open(Path folder, Troubles troubles, Copies copies) {
        return Spool.open(new SpoolConfig(folder, 1 << 20, 1 << 20), troubles, InstantSource.system(), copies);
    }

    /** A file stands where it would be. */
    public static void makeUnusable(Path folder) throws IOException {
        Files.createDirectories(folder.getParent());
        Files.writeString(folder, "in the way");
    }
}
