package io.pulsefleet.agent.supervisor;

import java.nio.ByteBuffer;
import java.util.regex.Pattern;

/**
 * @param file by which it is known again: another file under the same name has another
 * @param size of the whole file
 */
public record LogPart(String file, long size, ByteBuffer data) {

    private static final Pattern INODE = Pattern.compile("ino=(\\d{1,19})\\)");

    /** -1 where it does not say. */
    public long inode() {
        var found = INODE.matcher(file);
        return found.find() ? Long.parseUnsignedLong(found.group(1)) : -1;
    }
}
