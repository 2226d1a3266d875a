package io.pulsefleet.agent.collect.kernel;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * In what the kernel counts.
 *
 * @param pageBytes 4096 nearly everywhere, 65536 on some ARM and POWER
 * @param ticksPerSecond 100 on all that is common
 */
public record Units(long pageBytes, long ticksPerSecond) {

    private static final Units USUAL = new Units(4096, 100);

    private static final long AT_PAGESZ = 6;
    private static final long AT_CLKTCK = 17;

    /** The kernel tells each program when it starts it (getauxval(3)). */
    public static Units ofThisMachine() {
        try {
            return of(Files.readAllBytes(Path.of("/proc/self/auxv")));
        } catch (IOException notTold) {
            return USUAL;
        }
    }

    /** Pairs of a type and a value, eight bytes each. */
    static Units of(byte[] auxv) {
        var page = USUAL.pageBytes;
        var ticks = USUAL.ticksPerSecond;
        var pairs = ByteBuffer.wrap(auxv).order(ByteOrder.nativeOrder());
        while (pairs.remaining() >= 2 * Long.BYTES) {
            var type = pairs.getLong();
            var value = pairs.getLong();
            page = type == AT_PAGESZ ? value : page;
            ticks = type == AT_CLKTCK ? value : ticks;
        }
        return new Units(page, ticks);
    }
}
